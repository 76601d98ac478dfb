package io.causerie.model.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/**
 * Reads XML that others wrote, element by element: no document type, no entity but XML's own, and
 * nothing is fetched. Depth and length are whoever reads' to limit. Whatever the bytes are, what
 * cannot be read is an {@link XMLStreamException}.
 */
public final class ForeignXml {
  private static final XMLInputFactory FACTORY = factory(true);
  private static final XMLInputFactory IN_PIECES = factory(false);

  private ForeignXml() {}

  private static XMLInputFactory factory(boolean whole) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, whole);
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
    return reader(xml, StandardCharsets.UTF_8);
  }

  /**
   * As above, of what is not held: a text comes in as many pieces as the parser likes. The stream
   * is whoever reads' to close.
   */
  public static XMLStreamReader inPieces(InputStream xml) throws XMLStreamException {
    return reader(IN_PIECES, xml, StandardCharsets.UTF_8);
  }

  /**
   * As above, of what was said to be written in a charset; what it says of itself counts more.
   *
   * @param said outside of it, by a header for instance
   */
  public static XMLStreamReader reader(byte[] xml, Charset said) throws XMLStreamException {
    return reader(FACTORY, new ByteArrayInputStream(xml), said);
  }

  /**
   * The parser is given letters, not bytes: of bytes that are none of their charset it would tell
   * on standard error.
   */
  private static XMLStreamReader reader(XMLInputFactory factory, InputStream xml, Charset otherwise)
      throws XMLStreamException {
    try {
      Reader letters = Decoded.reader(xml, otherwise);
      return new Guarded(factory.createXMLStreamReader(letters));
    } catch (IOException | RuntimeException e) {
      throw broken(e);
    }
  }

  /** The parser breaks where it should refuse, by bytes that are none of the charset they name. */
  private static XMLStreamException broken(Exception e) {
    return new XMLStreamException("it cannot be read: " + e.getClass().getSimpleName(), e);
  }

  private static final class Guarded extends StreamReaderDelegate {
    Guarded(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      int event;
      try {
        event = super.next();
      } catch (RuntimeException e) {
        throw broken(e);
      }
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw new DoctypeException(getLocation());
      }
      return event;
    }
  }
}
