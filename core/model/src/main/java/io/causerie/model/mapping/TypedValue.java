package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.model.Exact;
import io.causerie.model.Localized;
import io.causerie.model.PlainText;
import io.causerie.model.Value;
import io.causerie.model.jq.JqException;
import io.causerie.model.jq.Program;
import io.causerie.model.jq.Run;
import io.causerie.model.phrase.JsonKind;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.time.Written;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an expression's answer becomes a typed value.
 *
 * @param what how the value is called in messages
 * @param expression the value
 * @param type absent: by the kind of JSON
 * @param names names of coded values; empty: not coded
 * @param currency an expression; absent: not money
 * @param format in which a text is written
 */
record TypedValue(
    String what,
    Jq expression,
    @Nullable Type type,
    Map<String, Localized> names,
    @Nullable Jq currency,
    Markup format,
    ZoneId zone) {

  private static final int SHOWN = 200;

  /** The words of a mapping. */
  enum Type {
    TEXT,
    NUMBER,
    MONEY,
    DATE,
    INSTANT,
    BOOLEAN
  }

  /** What the value is made of, but for the names of codes: another text, another value. */
  String definition() {
    String said =
        expression.text()
            + "\n"
            + type
            + "\n"
            + names.isEmpty()
            + "\n"
            + (currency == null ? "" : currency.text())
            + "\n"
            + zone;
    return Integer.toHexString(said.hashCode());
  }

  /**
   * The value; nothing where it is absent. One that cannot be read as it should is shown as it
   * came, or left out where that is not possible, and never takes the event along.
   *
   * @param warnings to which is added what could not be read; paths and kinds, never values
   */
  Optional<Value> read(Run run, JsonNode data, List<Phrase> warnings) {
    JsonNode node;
    try {
      node = expression.first(run, data);
    } catch (BadEvent e) {
      warnings.add(MappingWording.LEFT_OUT.with(what, e.reason()));
      return Optional.empty();
    }
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    try {
      return Optional.of(value(node, run, data));
    } catch (BadEvent e) {
      warnings.add(MappingWording.AS_IT_CAME.with(e.reason()));
    } catch (JqException e) {
      warnings.add(MappingWording.FIELD_AS_IT_CAME.with(what, e.phrase()));
    }
    return Optional.of(asItCame(node));
  }

  private static Value asItCame(JsonNode node) {
    // Written by Jackson, not by jq: a number of a billion digits is shown as 1E+999999999.
    String text = node.isContainerNode() ? "(" + JsonKind.of(node).english() + ")" : node.asText();
    return new Value.Text(PlainText.storable(Texts.cut(text, SHOWN)));
  }

  private Value value(JsonNode node, Run run, JsonNode data) {
    if (node.isNull()) {
      return Value.Empty.INSTANCE;
    }
    if (!names.isEmpty()) {
      return coded(node);
    }
    return typed(node, type == null ? guess(node) : type, run, data);
  }

  private Value coded(JsonNode node) {
    String code = Texts.of(what, node);
    Localized name = names.get(code);
    if (name == null && Json.isNothing(node)) {
      return Value.Empty.INSTANCE;
    }
    String stored = Texts.requireStorable(what, Texts.cut(code, Value.Text.MAX_LENGTH));
    return new Value.Coded(stored, name == null ? Localized.of(stored) : name);
  }

  private Type guess(JsonNode node) {
    if (currency != null) {
      return Type.MONEY;
    }
    return node.isNumber() ? Type.NUMBER : node.isBoolean() ? Type.BOOLEAN : Type.TEXT;
  }

  private Value typed(JsonNode node, Type as, Run run, JsonNode data) {
    // An empty text is a flag of SAP's that is not set; of every other type it is no value.
    if (as != Type.BOOLEAN && Json.isNothing(node)) {
      return Value.Empty.INSTANCE;
    }
    return switch (as) {
      case TEXT -> text(node, run);
      case NUMBER -> new Value.Quantity(number(node));
      case MONEY -> money(node, run, data);
      case DATE ->
          isNoTime(node)
              ? Value.Empty.INSTANCE
              : new Value.Day(
                  Json.written(node)
                      .map(w -> w.dayIn(zone))
                      .orElseThrow(() -> wrong(node, MappingWording.A_DATE)));
      case INSTANT ->
          isNoTime(node)
              ? Value.Empty.INSTANCE
              : new Value.Moment(
                  Json.written(node)
                      .flatMap(w -> w.instant(zone))
                      .orElseThrow(() -> wrong(node, Written.FORMS)));
      case BOOLEAN -> new Value.Truth(truth(node));
    };
  }

  private static boolean isNoTime(JsonNode node) {
    return node.isTextual() && Written.isEmpty(node.textValue());
  }

  private Value text(JsonNode node, Run run) {
    String text = node.isValueNode() ? Texts.of(what, node) : Program.text(run, node);
    String stored = Texts.cut(format.plain(text), Value.Text.MAX_LENGTH);
    return stored.isEmpty()
        ? Value.Empty.INSTANCE
        : new Value.Text(Texts.requireStorable(what, stored));
  }

  private BigDecimal number(JsonNode node) {
    try {
      BigDecimal number =
          node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText().strip());
      if (Exact.fits(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(node, MappingWording.A_NUMBER);
    }
    throw wrong(node, MappingWording.A_NUMBER_OF_DIGITS.with(Exact.MAX_DIGITS));
  }

  private Value money(JsonNode node, Run run, JsonNode data) {
    JsonNode unit = currency == null ? null : currency.first(run, data);
    String code = unit == null || !unit.isValueNode() || Json.isNothing(unit) ? "" : unit.asText();
    if (code.length() > 16 || PlainText.firstUnstorable(code) >= 0) {
      throw new BadEvent(
          MappingWording.NO_CURRENCY.with(what), MappingWording.NO_CURRENCY_CODE.with(what));
    }
    return new Value.Money(number(node), code);
  }

  private boolean truth(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    String text = node.isValueNode() ? node.asText().strip() : "?";
    return switch (text) {
      case "true", "1", "X", "Y", "yes" -> true;
      case "false", "0", "", "N", "no" -> false;
      default -> throw wrong(node, MappingWording.TRUE_OR_FALSE);
    };
  }

  private BadEvent wrong(JsonNode node, Object expected) {
    return new BadEvent(
        MappingWording.IS_NOT.with(what, expected),
        MappingWording.IS_NOT_BUT.with(what, expression.text(), expected, Json.formOf(node)));
  }
}
