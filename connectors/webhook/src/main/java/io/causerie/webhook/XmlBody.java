package io.causerie.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.xml.ForeignXml;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML as JSON: an element is an object of its children by their local names, an attribute a text
 * under {@code @name}, what is there several times a list, an element with text alone that text;
 * text beside others stands under {@code #text}. The outermost element is the one name of the
 * whole. No document type is read, and so no entity.
 */
final class XmlBody {
  private XmlBody() {}

  static JsonNode read(byte[] body) throws NoEvent {
    try {
      XMLStreamReader in = ForeignXml.reader(body);
      try {
        while (in.next() != XMLStreamConstants.START_ELEMENT) {
          // What stands before the first element says nothing.
        }
        ObjectNode whole = ForeignJson.MAPPER.createObjectNode();
        whole.set(in.getLocalName(), element(in, 1));
        while (in.hasNext()) {
          in.next();
        }
        return whole;
      } finally {
        in.close();
      }
    } catch (ForeignXml.DoctypeException e) {
      throw new NoEvent(WebhookWording.NO_XML.with(WebhookWording.DOCTYPE.with()));
    } catch (XMLStreamException e) {
      throw new NoEvent(WebhookWording.NO_XML.with(place(e)));
    }
  }

  private static String place(XMLStreamException e) {
    return e.getLocation() == null
        ? e.getClass().getSimpleName()
        : "line %d, column %d"
            .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber());
  }

  private static JsonNode element(XMLStreamReader in, int depth)
      throws XMLStreamException, NoEvent {
    if (depth > ForeignJson.MAX_NESTING) {
      throw new NoEvent(WebhookWording.NO_XML.with(WebhookWording.TOO_DEEP.with()));
    }
    ObjectNode node = ForeignJson.MAPPER.createObjectNode();
    for (int i = 0; i < in.getAttributeCount(); i++) {
      node.put("@" + in.getAttributeLocalName(i), in.getAttributeValue(i));
    }
    StringBuilder text = new StringBuilder();
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      switch (in.getEventType()) {
        case XMLStreamConstants.START_ELEMENT ->
            add(node, in.getLocalName(), element(in, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
        default -> {}
      }
    }
    String said = text.toString().strip();
    if (node.isEmpty()) {
      return TextNode.valueOf(said);
    }
    if (!said.isEmpty()) {
      node.put("#text", said);
    }
    return node;
  }

  private static void add(ObjectNode node, String name, JsonNode child) {
    JsonNode there = node.get(name);
    if (there == null) {
      node.set(name, child);
    } else if (there instanceof ArrayNode several) {
      several.add(child);
    } else {
      node.putArray(name).add(there).add(child);
    }
  }
}
