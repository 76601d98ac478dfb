package io.causerie.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.json.ForeignJson;
import io.causerie.spi.Door;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A body as JSON, whatever form it has.
 *
 * @param json what mappings are given; of what came as JSON the very text, with all its digits
 */
record Body(JsonNode node, byte[] json) {

  /**
   * The body as JSON: JSON as it is, a form as an object of texts, XML as {@link XmlBody} says.
   *
   * @throws NoEvent saying what is wrong with it
   */
  static Body read(Door.Request request) throws NoEvent {
    String[] type = request.header("content-type").orElse("").split(";", 2);
    String name = type[0].strip().toLowerCase(Locale.ROOT);
    if (request.body().length == 0) {
      throw new NoEvent(WebhookWording.EMPTY.with());
    }
    if (name.endsWith("/xml") || name.endsWith("+xml")) {
      // Its own first line says how it is written.
      return of(XmlBody.read(request.body()));
    }
    String text = text(request.body(), type.length > 1 ? type[1] : "");
    if (name.equals("application/x-www-form-urlencoded")) {
      return form(text);
    }
    return json(text);
  }

  /** As it says it is written; without the byte-order mark that some senders put before it. */
  private static String text(byte[] body, String parameters) throws NoEvent {
    Charset charset = StandardCharsets.UTF_8;
    for (String parameter : parameters.toLowerCase(Locale.ROOT).split(";")) {
      String[] pair = parameter.split("=", 2);
      if (pair[0].strip().equals("charset") && pair.length == 2) {
        try {
          charset = Charset.forName(pair[1].strip().replace("\"", ""));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
          throw new NoEvent(WebhookWording.NO_CHARSET.with(pair[1].strip()));
        }
      }
    }
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body))
              .toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new NoEvent(WebhookWording.NO_UTF8.with(charset.name()));
    }
  }

  private static Body json(String text) throws NoEvent {
    try {
      JsonNode node = ForeignJson.MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new NoEvent(WebhookWording.EMPTY.with());
      }
      return new Body(node, text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new NoEvent(WebhookWording.NO_JSON.with(place(e)));
    }
  }

  /** Where it is wrong; what the parser says of a place quotes what it met there. */
  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? e.getOriginalMessage()
        : "line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** An object of texts; a lone field {@code payload} that holds JSON is that JSON. */
  private static Body form(String text) throws NoEvent {
    Map<String, List<String>> fields =
        new Door.Request("POST", Map.of(), new byte[0], text.strip(), "").parameters();
    List<String> payload = fields.getOrDefault("payload", List.of());
    if (fields.size() == 1 && payload.size() == 1) {
      return json(payload.get(0));
    }
    ObjectNode node = ForeignJson.MAPPER.createObjectNode();
    fields.forEach(
        (name, values) -> {
          if (values.size() == 1) {
            node.put(name, values.get(0));
          } else {
            values.forEach(node.putArray(name)::add);
          }
        });
    return of(node);
  }

  /** Made here, so that the text is made of it. */
  static Body of(JsonNode node) {
    try {
      return new Body(
          node,
          // A number as its sender may have written it: in full it could be ten thousand digits.
          ForeignJson.MAPPER.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written", e);
    }
  }
}
