package io.causerie.salesforce.fake.soql;

import io.causerie.salesforce.fake.store.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a query, one after the other. */
final class Tokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<text>'(?:[^'\\\\]|\\\\.)*')|(?<word>[A-Za-z_][\\w.]*)"
              + "|(?<time>\\d{4}-\\d\\d-\\d\\d(?:T[\\d:.]+(?:Z|[+-]\\d\\d:?\\d\\d))?)"
              + "|(?<number>-?\\d+(?:\\.\\d+)?)|(?<sign><=|>=|!=|<>|[=<>(),]))");

  /** What a token is. */
  enum Kind {
    TEXT,
    WORD,
    TIME,
    NUMBER,
    SIGN,
    END
  }

  /** A word of the query. */
  record Token(Kind kind, String text) {
    boolean is(String other) {
      return (kind == Kind.WORD || kind == Kind.SIGN) && text.equalsIgnoreCase(other);
    }
  }

  private final List<Token> tokens = new ArrayList<>();
  private int next;

  Tokens(String query) {
    Matcher matcher = TOKEN.matcher(query);
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      end = matcher.end();
      for (Kind kind : Kind.values()) {
        if (kind != Kind.END
            && matcher.group(kind.name().toLowerCase(java.util.Locale.ROOT)) != null) {
          tokens.add(
              new Token(kind, matcher.group(kind.name().toLowerCase(java.util.Locale.ROOT))));
        }
      }
    }
    if (!query.substring(end).isBlank()) {
      throw malformed("unexpected token: '" + query.substring(end).strip() + "'");
    }
    tokens.add(new Token(Kind.END, "<EOF>"));
  }

  static Refused malformed(String message) {
    return new Refused(400, "MALFORMED_QUERY", message);
  }

  Token peek() {
    return tokens.get(next);
  }

  Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  boolean take(String expected) {
    if (peek().is(expected)) {
      next++;
      return true;
    }
    return false;
  }

  void require(String expected) {
    if (!take(expected)) {
      throw malformed("unexpected token: '" + peek().text() + "', expected '" + expected + "'");
    }
  }

  String word() {
    Token token = take();
    if (token.kind() != Kind.WORD) {
      throw malformed("unexpected token: '" + token.text() + "'");
    }
    return token.text();
  }
}
