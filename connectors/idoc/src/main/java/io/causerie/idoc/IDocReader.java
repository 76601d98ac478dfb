package io.causerie.idoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.xml.ForeignXml;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the IDocs of a document one after the other, each as JSON: a segment is an object in a list
 * under its name, however often it is there, a field a text without the blanks around it, and the
 * control record the one object {@code EDI_DC40}. Holds one IDoc at a time.
 */
final class IDocReader {
  static final String CONTROL = "EDI_DC40";

  /** No IDoc type of SAP's has as many levels. */
  private static final int DEEPEST = 40;

  /** What a segment and a field cost beside their texts. */
  private static final int OVERHEAD = 16;

  /** In master data a field of this alone is one that the sender does not tell. */
  private static final String NO_DATA = "/";

  /** Except here: it is the format of a new line of a text. */
  private static final String LINE_FORMAT = "TDFORMAT";

  private final XMLStreamReader in;
  private final int most;
  private int depth;
  private long left;

  /** What is wrong with the one that is read; its rest is skipped. */
  private @Nullable Phrase wrong;

  /**
   * @param most how many characters one may have
   */
  IDocReader(XMLStreamReader in, int most) {
    this.in = in;
    this.most = most;
  }

  /**
   * What was read of one.
   *
   * @param wrong why it is none; absent: it is one
   */
  record Read(ObjectNode segments, @Nullable Phrase wrong) {}

  /**
   * The next one; nothing behind the last.
   *
   * @throws NoIDocException if the document is not well-formed
   */
  Optional<Read> next() throws NoIDocException {
    try {
      while (in.hasNext()) {
        int event = in.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          if (in.getLocalName().equals("IDOC")) {
            return Optional.of(idoc());
          }
          depth++;
          requireFlat(depth);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
      return Optional.empty();
    } catch (XMLStreamException e) {
      throw unreadable(e);
    }
  }

  /** Why a document cannot be read. */
  static NoIDocException unreadable(XMLStreamException e) {
    if (e instanceof ForeignXml.DoctypeException) {
      return new NoIDocException(IDocWording.NO_XML.with(IDocWording.DOCTYPE.with()));
    }
    return new NoIDocException(
        e.getLocation() == null
            ? IDocWording.NO_XML.with(e.getClass().getSimpleName())
            : IDocWording.NO_XML.with(
                IDocWording.PLACE.with(
                    e.getLocation().getLineNumber(), e.getLocation().getColumnNumber())));
  }

  private static void requireFlat(int depth) throws NoIDocException {
    if (depth > DEEPEST) {
      throw new NoIDocException(IDocWording.TOO_DEEP.with(DEEPEST));
    }
  }

  private Read idoc() throws XMLStreamException, NoIDocException {
    left = most;
    wrong = null;
    ObjectNode segments = ForeignJson.MAPPER.createObjectNode();
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      if (in.getEventType() == XMLStreamConstants.START_ELEMENT) {
        String name = in.getLocalName();
        JsonNode read = element(1);
        // Whatever stands here is a segment, one without fields too.
        ObjectNode segment =
            read instanceof ObjectNode object ? object : ForeignJson.MAPPER.createObjectNode();
        if (wrong == null) {
          spend(name.length() + OVERHEAD);
          add(segments, name, segment);
        }
      }
    }
    return new Read(segments, wrong);
  }

  private void add(ObjectNode segments, String name, ObjectNode segment) {
    if (!name.equals(CONTROL)) {
      put(segments, name, segment);
    } else if (segments.has(CONTROL)) {
      wrong = IDocWording.TWO_CONTROLS.with();
    } else {
      segments.set(CONTROL, segment);
    }
  }

  /** A segment, or the text of a field. */
  private JsonNode element(int level) throws XMLStreamException, NoIDocException {
    requireFlat(level);
    boolean segment = in.getAttributeValue(null, "SEGMENT") != null;
    ObjectNode node = ForeignJson.MAPPER.createObjectNode();
    StringBuilder text = new StringBuilder();
    while (in.next() != XMLStreamConstants.END_ELEMENT) {
      switch (in.getEventType()) {
        case XMLStreamConstants.START_ELEMENT -> {
          segment = true;
          String name = in.getLocalName();
          JsonNode child = element(level + 1);
          if (wrong == null) {
            spend(name.length() + OVERHEAD);
            put(node, name, child);
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (wrong == null && !segment) {
            spend(in.getTextLength());
            text.append(in.getText());
          }
        }
        default -> {}
      }
    }
    return segment ? node : ForeignJson.MAPPER.getNodeFactory().textNode(text.toString().strip());
  }

  private void spend(int characters) {
    left -= characters;
    if (left < 0 && wrong == null) {
      wrong = IDocWording.TOO_LARGE.with(most);
    }
  }

  private void put(ObjectNode node, String name, JsonNode child) {
    JsonNode there = node.get(name);
    if (child.isTextual()) {
      if (there instanceof ArrayNode several && child.asText().isEmpty()) {
        several.addObject();
      } else if (there != null) {
        wrong = IDocWording.TWICE.with(shortened(name));
      } else if (!child.asText().equals(NO_DATA) || name.equals(LINE_FORMAT)) {
        node.set(name, child);
      }
    } else if (there instanceof ArrayNode several) {
      several.add(child);
    } else if (there != null && !there.asText().isEmpty()) {
      wrong = IDocWording.TWICE.with(shortened(name));
    } else {
      ArrayNode list = node.putArray(name);
      if (there != null) {
        // Without a field it could not be told for a segment.
        list.addObject();
      }
      list.add(child);
    }
  }

  private static String shortened(String name) {
    return name.length() > 40 ? name.substring(0, 40) : name;
  }
}
