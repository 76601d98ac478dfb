package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Localized;
import io.causerie.model.PlainText;
import io.causerie.model.Value;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Map;
import net.thisptr.jackson.jq.Scope;
import org.jspecify.annotations.Nullable;

/**
 * How an expression's answer becomes a typed value.
 *
 * @param what how the value is called in messages
 * @param expression the value
 * @param type absent: by the kind of JSON
 * @param names names of coded values; empty: not coded
 * @param currency an expression; absent: not money
 */
record TypedValue(
    String what,
    Jq expression,
    @Nullable Type type,
    Map<String, Localized> names,
    @Nullable Jq currency,
    ZoneId zone) {

  /** The words of a mapping. */
  enum Type {
    TEXT,
    NUMBER,
    MONEY,
    DATE,
    INSTANT,
    BOOLEAN
  }

  /** The value; nothing where it is absent. */
  java.util.Optional<Value> read(Scope scope, JsonNode data) {
    JsonNode node = expression.first(scope, data);
    return node.isMissingNode()
        ? java.util.Optional.empty()
        : java.util.Optional.of(value(node, scope, data));
  }

  private Value value(JsonNode node, Scope scope, JsonNode data) {
    if (node.isNull()) {
      return Value.Empty.INSTANCE;
    }
    if (!names.isEmpty()) {
      String code = Texts.of(what, node);
      Localized name = names.get(code);
      return new Value.Coded(code, name == null ? Localized.of(code) : name);
    }
    return typed(node, type == null ? guess(node) : type, scope, data);
  }

  private Type guess(JsonNode node) {
    if (currency != null) {
      return Type.MONEY;
    }
    return node.isNumber() ? Type.NUMBER : node.isBoolean() ? Type.BOOLEAN : Type.TEXT;
  }

  private Value typed(JsonNode node, Type as, Scope scope, JsonNode data) {
    return switch (as) {
      case TEXT -> text(node);
      case NUMBER -> new Value.Quantity(number(node));
      case MONEY -> money(node, scope, data);
      case DATE -> new Value.Day(Moments.day(node, zone).orElseThrow(() -> wrong(node, "a date")));
      case INSTANT ->
          new Value.Moment(Moments.instant(node, zone).orElseThrow(() -> wrong(node, "a time")));
      case BOOLEAN -> new Value.Truth(truth(node));
    };
  }

  private Value text(JsonNode node) {
    String text = node.isValueNode() ? Texts.of(what, node) : node.toString();
    String stored = Texts.cut(text, Value.Text.MAX_LENGTH);
    if (stored.isEmpty()) {
      return Value.Empty.INSTANCE;
    }
    Texts.requireStorable(what, stored);
    return new Value.Text(stored);
  }

  private BigDecimal number(JsonNode node) {
    try {
      return bounded(
          node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText().strip()), node);
    } catch (NumberFormatException e) {
      throw wrong(node, "a number");
    }
  }

  private BigDecimal bounded(BigDecimal number, JsonNode node) {
    if (number.precision() > 400 || Math.abs((long) number.scale()) > 400) {
      throw wrong(node, "a number of at most 400 digits");
    }
    return number;
  }

  private Value money(JsonNode node, Scope scope, JsonNode data) {
    JsonNode unit = currency == null ? null : currency.first(scope, data);
    String code = unit == null || !unit.isValueNode() || unit.isNull() ? "" : unit.asText();
    if (code.length() > 16 || PlainText.firstUnstorable(code) >= 0) {
      throw new BadEvent(what + ": no currency", what + ": the currency is not an ISO 4217 code");
    }
    return new Value.Money(number(node), code);
  }

  private boolean truth(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    String text = node.asText().strip();
    return switch (text) {
      case "true", "1", "X", "Y", "yes" -> true;
      case "false", "0", "", "N", "no" -> false;
      default -> throw wrong(node, "true or false");
    };
  }

  private BadEvent wrong(JsonNode node, String expected) {
    return new BadEvent(
        "%s is not %s".formatted(what, expected),
        "%s (%s) is not %s: %s"
            .formatted(what, expression.text(), expected, Texts.cut(node.toString(), 100)));
  }
}
