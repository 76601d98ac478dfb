package io.causerie.spi.cloudevents;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.causerie.model.Sha256;
import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Door;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON event format of CloudEvents 1.0.2, alone and as a batch. The data is kept byte for byte
 * as it was sent, not as a parser would write it again.
 */
public final class JsonFormat {
  private static final int MAX_BATCH = 10_000;

  /** The size of a request is bounded by the server; here only what the bytes say counts. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonFormat() {}

  /** Whether a body is an event with its attributes, or a batch of such; false: anything else. */
  public static boolean isOfEvents(byte[] body) {
    try (JsonParser parser = FACTORY.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        first = parser.nextToken();
      }
      if (first != JsonToken.START_OBJECT) {
        return false;
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        if (parser.currentName().equals("specversion")) {
          return true;
        }
        parser.nextToken();
        parser.skipChildren();
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether what a media type names is JSON. */
  public static boolean isJson(String mediaType) {
    return mediaType.equals("application/json")
        || mediaType.equals("text/json")
        || mediaType.endsWith("+json");
  }

  /** Bytes as text, in UTF-8; without the byte-order mark that some senders put before it. */
  public static String text(byte[] body) throws NotAnEvent {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body))
              .toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NotAnEvent(EventWording.NO_UTF8.with());
    }
  }

  /** Refuses what is not one value of JSON, and what is empty. */
  public static void requireJson(String text) throws NotAnEvent {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new NotAnEvent(EventWording.EMPTY.with());
      }
      parser.skipChildren();
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new NotAnEvent(EventWording.NO_JSON_AFTER.with());
      }
    } catch (IOException e) {
      throw notJson(e);
    }
  }

  /** One event, in structured mode. */
  public static SourceEvent event(String text) throws NotAnEvent {
    requireJson(text);
    return element(text);
  }

  /** The elements in their order; one that is no event is kept as broken, by its index. */
  public static List<Door.Delivery> batch(String text) throws NotAnEvent {
    List<Door.Delivery> deliveries = new ArrayList<>();
    for (String element : elements(text)) {
      try {
        deliveries.add(new Door.Delivery(element(element), null));
      } catch (NotAnEvent e) {
        deliveries.add(broken(deliveries.size(), element, e.phrase()));
      }
    }
    return deliveries;
  }

  private static List<String> elements(String text) throws NotAnEvent {
    List<String> elements = new ArrayList<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw new NotAnEvent(EventWording.NO_ARRAY.with());
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (elements.size() == MAX_BATCH) {
          throw new NotAnEvent(EventWording.TOO_MANY.with(MAX_BATCH));
        }
        elements.add(slice(parser, text));
      }
      if (parser.nextToken() != null) {
        throw new NotAnEvent(EventWording.NO_JSON_AFTER_ARRAY.with());
      }
    } catch (IOException e) {
      throw notJson(e);
    }
    return elements;
  }

  private static NotAnEvent notJson(IOException e) {
    if (e instanceof JsonProcessingException json && json.getLocation() != null) {
      return new NotAnEvent(
          EventWording.NO_JSON.with(
              json.getOriginalMessage(),
              json.getLocation().getLineNr(),
              json.getLocation().getColumnNr()));
    }
    return new NotAnEvent(EventWording.NO_JSON_FOR.with(String.valueOf(e.getMessage())));
  }

  /** The text of the value the parser stands on; the parser stands at its end afterwards. */
  private static String slice(JsonParser parser, String text) throws IOException {
    int from = (int) parser.currentTokenLocation().getCharOffset();
    if (parser.currentToken().isStructStart()) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
    return text.substring(from, (int) parser.currentLocation().getCharOffset()).strip();
  }

  private static SourceEvent element(String text) throws NotAnEvent {
    Attributes attributes = new Attributes();
    String data = null;
    String dataText = null;
    byte[] decoded = null;
    boolean noData = false;
    String contentType = null;
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NotAnEvent(EventWording.NO_OBJECT.with());
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        switch (name) {
          case "data" -> {
            dataText = token == JsonToken.VALUE_STRING ? parser.getText() : null;
            // Some libraries write every member, and null for those that are not there.
            noData = token == JsonToken.VALUE_NULL;
            data = slice(parser, text);
          }
          case "data_base64" ->
              decoded = token == JsonToken.VALUE_NULL ? null : base64(parser, token);
          default -> {
            if (token != JsonToken.VALUE_NULL) {
              attributes.put(name, scalar(parser, token, name));
            }
            if (name.equals("datacontenttype") && token == JsonToken.VALUE_STRING) {
              contentType = parser.getText();
            }
          }
        }
      }
    } catch (IOException e) {
      throw notJson(e);
    }
    return attributes.event(
        null, bytes(noData && decoded != null ? null : data, dataText, decoded, contentType));
  }

  private static byte[] bytes(
      @Nullable String data,
      @Nullable String dataText,
      byte @Nullable [] decoded,
      @Nullable String contentType)
      throws NotAnEvent {
    if (decoded != null) {
      if (data != null) {
        throw new NotAnEvent(EventWording.TWO_DATA.with());
      }
      return decoded;
    }
    boolean json =
        contentType == null
            || isJson(contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    String text = json || dataText == null ? data : dataText;
    return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] base64(JsonParser parser, JsonToken token) throws IOException, NotAnEvent {
    try {
      if (token == JsonToken.VALUE_STRING) {
        return Base64.getDecoder().decode(parser.getText());
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new NotAnEvent(EventWording.NO_BASE64.with());
  }

  private static String scalar(JsonParser parser, JsonToken token, String name)
      throws IOException, NotAnEvent {
    if (!token.isScalarValue()) {
      throw new NotAnEvent(EventWording.NO_SCALAR.with(name));
    }
    return parser.getText();
  }

  private static Door.Delivery broken(int index, String element, Phrase reason) {
    byte[] bytes = element.getBytes(StandardCharsets.UTF_8);
    SourceEvent kept =
        new SourceEvent(
            "causerie:broken",
            "broken",
            Sha256.hex(bytes),
            null,
            null,
            "application/json",
            Map.of(),
            bytes);
    return new Door.Delivery(
        kept,
        new Door.Fault(EventWording.NO_EVENT.with(), EventWording.ELEMENT.with(index, reason)));
  }
}
