package io.causerie.salesforce.fake.soql;

import io.causerie.salesforce.fake.soql.Condition.Literal;
import io.causerie.salesforce.fake.soql.Tokens.Kind;
import io.causerie.salesforce.fake.soql.Tokens.Token;
import io.causerie.salesforce.fake.store.Values;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A query as it was read.
 *
 * @param fields paths; of {@code COUNT()} none
 * @param limit negative where there is none
 */
record Query(
    List<String> fields,
    String object,
    @Nullable Condition where,
    List<Order> orders,
    int limit,
    int offset) {
  /** A field that sorts. */
  record Order(String path, boolean descending, boolean nullsLast) {}

  static Query read(String text) {
    Tokens tokens = new Tokens(text);
    tokens.require("SELECT");
    List<String> fields = new ArrayList<>();
    do {
      String field = tokens.word();
      if (tokens.take("(")) {
        tokens.require(")");
        if (!field.equalsIgnoreCase("COUNT")) {
          throw Tokens.malformed("this fake knows no function " + field);
        }
      } else {
        fields.add(field);
      }
    } while (tokens.take(","));
    tokens.require("FROM");
    String object = tokens.word();
    Condition where = tokens.take("WHERE") ? any(tokens) : null;
    List<Order> orders = new ArrayList<>();
    if (tokens.take("ORDER")) {
      tokens.require("BY");
      do {
        orders.add(order(tokens));
      } while (tokens.take(","));
    }
    int limit = tokens.take("LIMIT") ? number(tokens) : -1;
    int offset = tokens.take("OFFSET") ? number(tokens) : 0;
    if (tokens.peek().kind() != Kind.END) {
      throw Tokens.malformed("unexpected token: '" + tokens.peek().text() + "'");
    }
    return new Query(fields, object, where, orders, limit, offset);
  }

  private static Order order(Tokens tokens) {
    String path = tokens.word();
    boolean descending = tokens.take("DESC");
    if (!descending) {
      tokens.take("ASC");
    }
    boolean last = descending;
    if (tokens.take("NULLS")) {
      last = tokens.take("LAST");
      if (!last) {
        tokens.require("FIRST");
      }
    }
    return new Order(path, descending, last);
  }

  private static int number(Tokens tokens) {
    Token token = tokens.take();
    if (token.kind() != Kind.NUMBER) {
      throw Tokens.malformed("unexpected token: '" + token.text() + "'");
    }
    return Integer.parseInt(token.text());
  }

  private static Condition any(Tokens tokens) {
    List<Condition> parts = new ArrayList<>();
    Condition first = all(tokens);
    parts.add(first);
    while (tokens.take("OR")) {
      if (first instanceof Condition.All all && all.of().size() > 1) {
        throw mixed();
      }
      Condition more = all(tokens);
      if (more instanceof Condition.All) {
        throw mixed();
      }
      parts.add(more);
    }
    return parts.size() == 1 ? parts.get(0) : new Condition.Any(parts);
  }

  /** SOQL has no precedence: AND beside OR needs parentheses. */
  private static RuntimeException mixed() {
    return Tokens.malformed("unexpected token: AND and OR need parentheses");
  }

  private static Condition all(Tokens tokens) {
    List<Condition> parts = new ArrayList<>();
    parts.add(one(tokens));
    while (tokens.take("AND")) {
      parts.add(one(tokens));
    }
    return parts.size() == 1 ? parts.get(0) : new Condition.All(parts);
  }

  private static Condition one(Tokens tokens) {
    if (tokens.take("NOT")) {
      return new Condition.Not(one(tokens));
    }
    if (tokens.take("(")) {
      Condition inner = any(tokens);
      tokens.require(")");
      return inner instanceof Condition.All all ? new Condition.Any(List.of(all)) : inner;
    }
    String path = tokens.word();
    boolean not = tokens.take("NOT");
    if (not || tokens.peek().is("IN")) {
      tokens.require("IN");
      tokens.require("(");
      List<Literal> values = new ArrayList<>();
      do {
        values.add(literal(tokens));
      } while (tokens.take(","));
      tokens.require(")");
      return new Condition.Compare(path, not ? "NOT IN" : "IN", values);
    }
    if (tokens.take("LIKE")) {
      return new Condition.Compare(path, "LIKE", List.of(literal(tokens)));
    }
    Token sign = tokens.take();
    if (sign.kind() != Kind.SIGN || "(),".contains(sign.text())) {
      throw Tokens.malformed("unexpected token: '" + sign.text() + "'");
    }
    return new Condition.Compare(
        path, sign.text().equals("<>") ? "!=" : sign.text(), List.of(literal(tokens)));
  }

  private static Literal literal(Tokens tokens) {
    Token token = tokens.take();
    String text = token.text();
    return switch (token.kind()) {
      case TEXT -> new Literal(Kind.TEXT, unescaped(text.substring(1, text.length() - 1)));
      case NUMBER -> new Literal(Kind.NUMBER, Double.valueOf(text));
      case TIME ->
          new Literal(Kind.TIME, text.contains("T") ? Values.instant(text) : LocalDate.parse(text));
      case WORD ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "null" -> new Literal(Kind.WORD, null);
            case "true" -> new Literal(Kind.WORD, true);
            case "false" -> new Literal(Kind.WORD, false);
            default -> throw Tokens.malformed("unexpected token: '" + text + "'");
          };
      default -> throw Tokens.malformed("unexpected token: '" + text + "'");
    };
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        plain.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
