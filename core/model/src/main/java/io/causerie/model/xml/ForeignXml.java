package io.causerie.model.xml;

import java.io.ByteArrayInputStream;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Reads XML that others wrote, element by element: no document type, no entity but XML's own, and
 * nothing is fetched. Depth and length are whoever reads' to limit.
 */
public final class ForeignXml {
  private static final XMLInputFactory FACTORY = factory();

  private ForeignXml() {}

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing is fetched");
        });
    return factory;
  }

  /** It has a document type, or an entity that only one could explain. */
  public static final class DoctypeException extends XMLStreamException {
    private static final long serialVersionUID = 1;

    DoctypeException(Location location) {
      super("it has a document type or an entity, which are not read", location);
    }
  }

  /**
   * A reader before the first element; its texts come whole.
   *
   * @throws XMLStreamException if it begins as no XML does; as {@code next()} does later, a {@link
   *     DoctypeException} where it is not to be read
   */
  public static XMLStreamReader reader(byte[] xml) throws XMLStreamException {
    return new Guarded(FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml)));
  }

  private static final class Guarded extends StreamReaderDelegate {
    Guarded(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      int event = super.next();
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw new DoctypeException(getLocation());
      }
      return event;
    }
  }
}
