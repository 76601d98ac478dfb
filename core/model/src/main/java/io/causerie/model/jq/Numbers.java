package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic with all digits: exact, or it fails and says so. */
final class Numbers {
  private static final int MOST_DECIMALS = 100;

  private Numbers() {}

  static void register() {
    Functions.value("floor", (run, in) -> rounded(in, "floor", RoundingMode.FLOOR));
    Functions.value("ceil", (run, in) -> rounded(in, "ceil", RoundingMode.CEILING));
    Functions.value("round", (run, in) -> rounded(in, "round", RoundingMode.HALF_UP));
    Functions.value("fabs", (run, in) -> Nodes.number(Nodes.decimal(in, "fabs").abs()));
    Functions.value("tonumber", Numbers::toNumber);
    Functions.value("todate", Numbers::toDate);
    Functions.two(
        "multiply",
        (run, a, b) ->
            Nodes.number(Nodes.decimal(a, "multiply").multiply(Nodes.decimal(b, "multiply"))));
    Functions.special(
        "divide",
        3,
        false,
        false,
        (call, in, out) ->
            call.apply(
                2,
                in,
                digits ->
                    call.apply(
                        1, in, b -> call.apply(0, in, a -> out.emit(divided(a, b, digits))))));
  }

  private static JsonNode rounded(JsonNode in, String of, RoundingMode mode) {
    return Nodes.number(Nodes.decimal(in, of).setScale(0, mode));
  }

  private static JsonNode toNumber(Run run, JsonNode in) {
    if (in.isNumber()) {
      return in;
    }
    String text = Nodes.string(in, "tonumber").strip();
    run.look(text.length());
    try {
      if (text.length() <= 1000) {
        return Nodes.number(new BigDecimal(text));
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new JqError(JqWording.TAKES_DIGITS.with());
  }

  /** Seconds since 1970. */
  private static JsonNode toDate(Run run, JsonNode in) {
    run.step();
    try {
      BigDecimal seconds = Nodes.decimal(in, "todate").setScale(0, RoundingMode.FLOOR);
      String text = Instant.ofEpochSecond(seconds.longValueExact()).toString();
      if (text.length() == "2026-01-01T00:00:00Z".length()) {
        return TextNode.valueOf(text);
      }
    } catch (DateTimeException | ArithmeticException e) {
      // said below
    }
    throw new JqError(JqWording.TAKES_SECONDS.with());
  }

  private static JsonNode divided(JsonNode a, JsonNode b, JsonNode digits) {
    BigDecimal decimals = Nodes.decimal(digits, "divide");
    if (decimals.signum() < 0 || decimals.compareTo(BigDecimal.valueOf(MOST_DECIMALS)) > 0) {
      throw new JqError(JqWording.ROUNDS_TO.with(MOST_DECIMALS));
    }
    return Nodes.number(
        Nodes.decimal(a, "divide")
            .divide(
                divisor(b),
                decimals.setScale(0, RoundingMode.FLOOR).intValue(),
                RoundingMode.HALF_UP));
  }

  private static BigDecimal divisor(JsonNode b) {
    BigDecimal divisor = Nodes.decimal(b, "/");
    if (divisor.signum() == 0) {
      throw new JqError(JqWording.BY_ZERO.with());
    }
    return divisor;
  }

  static JsonNode divide(Run run, JsonNode a, JsonNode b) {
    if (a.isTextual() && b.isTextual()) {
      return Strings.split(run, a, b);
    }
    BigDecimal number = Nodes.decimal(a, "/");
    try {
      return Nodes.number(number.divide(divisor(b)));
    } catch (ArithmeticException e) {
      throw new JqError(JqWording.ENDLESS.with());
    }
  }

  static JsonNode subtract(Run run, JsonNode a, JsonNode b) {
    if (a.isArray() && b.isArray()) {
      List<JsonNode> left = new ArrayList<>();
      for (JsonNode each : a) {
        if (!has(run, b, each)) {
          left.add(each);
        }
      }
      return Nodes.array(run, left);
    }
    if (!a.isNumber() || !b.isNumber()) {
      throw new JqError(JqWording.NOT_SUBTRACTED.with(Nodes.kind(b), Nodes.kind(a)));
    }
    return Nodes.number(Nodes.decimal(a, "-").subtract(Nodes.decimal(b, "-")));
  }

  private static boolean has(Run run, JsonNode all, JsonNode wanted) {
    for (JsonNode each : all) {
      if (Nodes.compare(run, each, wanted) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Of the whole parts, with the sign of the first, as jq has it. */
  static JsonNode remainder(Run run, JsonNode a, JsonNode b) {
    run.step();
    BigDecimal whole = Nodes.decimal(a, "%").setScale(0, RoundingMode.DOWN);
    BigDecimal by = Nodes.decimal(b, "%").setScale(0, RoundingMode.DOWN).abs();
    if (by.signum() == 0) {
      throw new JqError(JqWording.BY_ZERO.with());
    }
    return Nodes.number(whole.remainder(by));
  }
}
