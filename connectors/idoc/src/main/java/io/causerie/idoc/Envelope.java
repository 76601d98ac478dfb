package io.causerie.idoc;

import io.causerie.spi.Door.Reply;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Of SOAP: whoever sends in an envelope reads an answer in one of the same kind. */
enum Envelope {
  SOAP_1_1("http://schemas.xmlsoap.org/soap/envelope/", "text/xml"),
  SOAP_1_2("http://www.w3.org/2003/05/soap-envelope", "application/soap+xml");

  private final String namespace;
  private final String mediaType;

  Envelope(String namespace, String mediaType) {
    this.namespace = namespace;
    this.mediaType = mediaType;
  }

  /**
   * What the sender of an envelope is answered; nothing of her own to any other.
   *
   * @param in before the first element of what she sent
   */
  static @Nullable Reply answer(XMLStreamReader in) {
    try {
      while (in.hasNext()) {
        if (in.next() == XMLStreamConstants.START_ELEMENT) {
          return in.getLocalName().equals("Envelope") ? answer(in.getNamespaceURI()) : null;
        }
      }
    } catch (XMLStreamException e) {
      // Whatever it is: what is wrong with it is told by who reads it whole.
    }
    return null;
  }

  private static @Nullable Reply answer(@Nullable String namespace) {
    for (Envelope each : values()) {
      if (each.namespace.equals(namespace)) {
        return new Reply(
            200,
            Map.of("Content-Type", each.mediaType + "; charset=utf-8"),
            "",
            "<soap:Envelope xmlns:soap=\"%s\"><soap:Body/></soap:Envelope>"
                .formatted(each.namespace));
      }
    }
    return null;
  }
}
