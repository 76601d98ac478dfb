package io.causerie.sapfake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A {@code $filter}: comparisons, {@code and}, {@code or}, {@code not}, and two functions. */
final class Filter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:([(),])|((?:datetimeoffset|datetime|time|guid)?'(?:[^']|'')*')|([^\\s(),']+))");

  private final Edm.EntitySet set;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private Filter(Edm.EntitySet set, String text) {
    this.set = set;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    if (!text.substring(end).isBlank()) {
      throw wrong();
    }
  }

  static Predicate<Map<String, Object>> of(Edm.EntitySet set, String text) {
    Filter filter = new Filter(set, text);
    Predicate<Map<String, Object>> all = filter.or();
    if (filter.at < filter.tokens.size()) {
      throw wrong();
    }
    return all;
  }

  private static Refusal wrong() {
    return new Refusal(400, "/IWCOR/CX_DS_EXPR_SYNTAX_ERROR/149", "Invalid filter expression");
  }

  private String next() {
    if (at >= tokens.size()) {
      throw wrong();
    }
    return tokens.get(at++);
  }

  private boolean isNext(String token) {
    boolean is = at < tokens.size() && tokens.get(at).equals(token);
    if (is) {
      at++;
    }
    return is;
  }

  private void need(String token) {
    if (!isNext(token)) {
      throw wrong();
    }
  }

  private Predicate<Map<String, Object>> or() {
    Predicate<Map<String, Object>> all = and();
    while (isNext("or")) {
      all = all.or(and());
    }
    return all;
  }

  private Predicate<Map<String, Object>> and() {
    Predicate<Map<String, Object>> all = one();
    while (isNext("and")) {
      all = all.and(one());
    }
    return all;
  }

  private Predicate<Map<String, Object>> one() {
    if (isNext("not")) {
      return one().negate();
    }
    if (isNext("(")) {
      Predicate<Map<String, Object>> inner = or();
      need(")");
      return inner;
    }
    if (isNext("startswith")) {
      need("(");
      String name = property(next());
      need(",");
      String prefix = String.valueOf(Values.literal(next()));
      need(")");
      return row -> String.valueOf(row.get(name)).startsWith(prefix);
    }
    if (isNext("substringof")) {
      need("(");
      String part = String.valueOf(Values.literal(next()));
      need(",");
      String name = property(next());
      need(")");
      return row -> String.valueOf(row.get(name)).contains(part);
    }
    String name = property(next());
    String operator = next();
    Object value = Values.literal(next());
    return switch (operator) {
      case "eq" -> row -> same(row.get(name), value);
      case "ne" -> row -> !same(row.get(name), value);
      case "gt" -> row -> compared(row.get(name), value, 1, 1);
      case "ge" -> row -> compared(row.get(name), value, 0, 1);
      case "lt" -> row -> compared(row.get(name), value, -1, -1);
      case "le" -> row -> compared(row.get(name), value, -1, 0);
      default -> throw wrong();
    };
  }

  private String property(String name) {
    if (!set.property(name).filterable()) {
      throw new Refusal(
          400, "/IWBEP/CM_MGW_RT/021", "Property %s cannot be filtered".formatted(name));
    }
    return name;
  }

  private static boolean same(@Nullable Object one, @Nullable Object other) {
    return (one == null || other == null) ? one == other : compared(one, other, 0, 0);
  }

  private static boolean compared(
      @Nullable Object one, @Nullable Object other, int least, int most) {
    if (one == null || other == null) {
      return false;
    }
    int sign = Integer.signum(compare(one, other));
    return sign >= least && sign <= most;
  }

  @SuppressWarnings("unchecked")
  static int compare(Object one, Object other) {
    if (one.getClass() != other.getClass()) {
      throw new Refusal(
          400, "/IWCOR/CX_DS_EP_BOP_TYPE_ERROR/0", "Incompatible types in a comparison");
    }
    return ((Comparable<Object>) one).compareTo(other);
  }
}
