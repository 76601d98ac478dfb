package io.causerie.model.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.model.SourceEvent;
import io.causerie.model.json.ForeignJson;
import io.causerie.model.phrase.JsonKind;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.time.Written;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the data of events. */
final class Json {
  private Json() {}

  /**
   * Parses the data, which must be JSON in UTF-8.
   *
   * @throws BadEvent naming what is wrong and where
   */
  static JsonNode parse(SourceEvent event) {
    byte[] data = event.data();
    if (data.length == 0) {
      throw new BadEvent(MappingWording.NO_DATA.with(), MappingWording.NO_DATA_CAME.with());
    }
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(data))
              .toString();
    } catch (CharacterCodingException e) {
      throw new BadEvent(MappingWording.NOT_UTF8.with(), MappingWording.NOT_UTF8_CAME.with());
    }
    try {
      JsonNode node =
          ForeignJson.MAPPER.readTree(text.startsWith("\ufeff") ? text.substring(1) : text);
      if (node == null || node.isMissingNode()) {
        throw new BadEvent(MappingWording.NO_DATA.with(), MappingWording.EMPTY_DATA_CAME.with());
      }
      return node;
    } catch (StreamConstraintsException e) {
      throw new BadEvent(
          MappingWording.DATA_OUT_OF_BOUNDS.with(),
          MappingWording.DATA_OUT_OF_BOUNDS_OF.with(e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      // What the parser says of it quotes what it met.
      throw new BadEvent(
          MappingWording.NOT_JSON.with(),
          MappingWording.NOT_JSON_AT.with(
              e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
              e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new BadEvent(MappingWording.NOT_JSON.with(), MappingWording.NOT_JSON_CAME.with());
    }
  }

  /** The event's attributes, as {@code $event}. */
  static ObjectNode attributes(SourceEvent event) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    event.extensions().forEach(node::put);
    node.put("id", event.id());
    node.put("type", event.type());
    node.put("source", event.source());
    node.put("subject", event.subject());
    node.put("time", event.time() == null ? null : event.time().toString());
    return node;
  }

  /** A day or a time: a text in one of many forms, or milliseconds since 1970. */
  static Optional<Written> written(JsonNode node) {
    if (!node.isNumber()) {
      return node.isTextual() ? Written.read(node.asText()) : Optional.empty();
    }
    try {
      return Written.of(node.decimalValue().longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Whether a source says that there is nothing: null, an empty text, or Odoo's false. */
  static boolean isNothing(JsonNode node) {
    return node.isNull()
        || node.isMissingNode()
        || (node.isTextual() && node.textValue().isBlank())
        || (node.isBoolean() && !node.booleanValue());
  }

  /** How a value looks, without telling what it says. */
  static Phrase formOf(JsonNode node) {
    return node.isTextual()
        ? Written.formOf(node.asText())
        : MappingWording.OF_KIND.with(JsonKind.of(node));
  }
}
