package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** What stands at a place of a value. */
final class Indexing {
  private Indexing() {}

  static JsonNode at(Run run, JsonNode value, JsonNode key) {
    if (Nodes.isNull(value)) {
      return Nodes.nothing();
    }
    if (value.isObject() && key.isTextual()) {
      return orNothing(value.get(key.textValue()));
    }
    if (value.isArray() && key.isNumber()) {
      long at = whole(key, RoundingMode.FLOOR, value.size());
      long index = at < 0 ? at + value.size() : at;
      return index < 0 || index >= value.size()
          ? Nodes.nothing()
          : orNothing(value.get((int) index));
    }
    if (value.isArray() && Nodes.isNull(key)) {
      return Nodes.nothing();
    }
    run.step();
    throw new JqError(JqWording.NOTHING_UNDER.with(Nodes.kind(value), Nodes.kind(key)));
  }

  private static JsonNode orNothing(@org.jspecify.annotations.Nullable JsonNode node) {
    return node == null ? Nodes.nothing() : node;
  }

  private static long whole(JsonNode key, RoundingMode mode, int size) {
    BigDecimal number = Nodes.decimal(key, "[]");
    BigDecimal most = BigDecimal.valueOf((long) size + 1);
    return number.min(most).max(most.negate()).setScale(0, mode).longValueExact();
  }

  static JsonNode slice(Run run, JsonNode value, JsonNode from, JsonNode to) {
    if (Nodes.isNull(value)) {
      return Nodes.nothing();
    }
    if (value.isTextual()) {
      String text = value.textValue();
      run.look(text.length());
      int size = text.codePointCount(0, text.length());
      int start = bound(from, RoundingMode.FLOOR, size, 0);
      int end = Math.max(start, bound(to, RoundingMode.CEILING, size, size));
      return Nodes.text(
          run, text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end)));
    }
    if (value.isArray()) {
      int start = bound(from, RoundingMode.FLOOR, value.size(), 0);
      int end = Math.max(start, bound(to, RoundingMode.CEILING, value.size(), value.size()));
      return Nodes.array(run, Nodes.elements(run, value).subList(start, end));
    }
    throw new JqError(JqWording.NO_PART.with(Nodes.kind(value)));
  }

  private static int bound(JsonNode said, RoundingMode mode, int size, int otherwise) {
    if (Nodes.isNull(said)) {
      return otherwise;
    }
    long at = whole(said, mode, size);
    return (int) Math.max(0, Math.min(size, at < 0 ? at + size : at));
  }
}
