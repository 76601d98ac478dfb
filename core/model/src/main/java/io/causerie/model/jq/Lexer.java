package io.causerie.model.jq;

import java.util.List;

/** The characters of an expression; white space between words does not count. */
final class Lexer {
  private static final int MAX_DIGITS = 400;

  /** The longer ones first. */
  private static final List<String> OPERATORS =
      List.of(
          "?//", "//=", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "//", "|", ",",
          "+", "-", "*", "/", "%", "<", ">", "=");

  private final String text;
  private int at;
  private boolean interpolated;

  Lexer(String text) {
    this.text = text;
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The next character; 0 at the end. */
  char peek() {
    skip();
    return at < text.length() ? text.charAt(at) : 0;
  }

  boolean take(char c) {
    if (peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Whether the very next character, without white space, is that one. */
  boolean touches(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /** Whether the name of a field stands here: {@code .name} and {@code ."name"}. */
  boolean nameTouches() {
    return at < text.length() && (isName(text.charAt(at)) || text.charAt(at) == '"');
  }

  /** Whether a dot that is met behind a term goes on with that term. */
  boolean dotGoesOn() {
    int next = at + 1;
    return next < text.length()
        && (isName(text.charAt(next)) || text.charAt(next) == '"' || text.charAt(next) == '[');
  }

  boolean digitFollows() {
    return at + 1 < text.length() && isDigit(text.charAt(at + 1));
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  boolean isName(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The operator that stands here; empty where there is none. */
  String operator() throws JqSyntaxException {
    char next = peek();
    if (next == '#') {
      throw new JqSyntaxException("a comment is not allowed in an expression; write it in YAML");
    }
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        boolean compares = List.of("==", "!=", "<=", ">=").contains(operator);
        if (operator.endsWith("=") && !compares) {
          throw new JqSyntaxException(
              "'%s' is not allowed here: an expression assigns nothing; compare with ==, or make a new value with {} or map"
                  .formatted(operator));
        }
        if (operator.equals("?//")) {
          throw new JqSyntaxException("'?//' is not allowed here; use if and else");
        }
        return operator;
      }
    }
    return "";
  }

  boolean takeOperator(String operator) throws JqSyntaxException {
    if (operator().equals(operator)) {
      at += operator.length();
      return true;
    }
    return false;
  }

  private boolean isWord(String word) {
    skip();
    int end = at + word.length();
    return text.startsWith(word, at)
        && (end == text.length() || !(isName(text.charAt(end)) || isDigit(text.charAt(end))));
  }

  boolean takeWord(String word) {
    if (isWord(word)) {
      at += word.length();
      return true;
    }
    return false;
  }

  void expectWord(String word) throws JqSyntaxException {
    if (!takeWord(word)) {
      throw wrong("expected '" + word + "'");
    }
  }

  void expect(String symbol) throws JqSyntaxException {
    skip();
    if (!text.startsWith(symbol, at)) {
      throw wrong("expected '" + symbol + "'");
    }
    at += symbol.length();
  }

  String name() throws JqSyntaxException {
    if (!isName(peek())) {
      throw wrong("expected a name");
    }
    int from = at;
    while (at < text.length() && (isName(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    return text.substring(from, at);
  }

  Expression number() throws JqSyntaxException {
    int from = at;
    digits();
    if (touches('.')) {
      at++;
      digits();
    }
    if (touches('e') || touches('E')) {
      at++;
      if (touches('+') || touches('-')) {
        at++;
      }
      digits();
    }
    String number = text.substring(from, at);
    try {
      if (number.length() <= MAX_DIGITS) {
        return Expression.number(number);
      }
    } catch (NumberFormatException | JqError e) {
      // said below
    }
    throw new JqSyntaxException(
        "'%s' is no number of at most %d digits".formatted(number, MAX_DIGITS));
  }

  private void digits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  /** Characters of a string up to its end, or to an expression in it. */
  String stringPart() throws JqSyntaxException {
    StringBuilder part = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        interpolated = false;
        return part.toString();
      }
      if (c != '\\') {
        part.append(c);
      } else if (touches('(')) {
        at++;
        interpolated = true;
        return part.toString();
      } else {
        part.append(escaped());
      }
    }
    throw wrong("a string does not end");
  }

  private char escaped() throws JqSyntaxException {
    char c = at < text.length() ? text.charAt(at++) : 0;
    switch (c) {
      case '"', '\\', '/' -> {
        return c;
      }
      case 'b' -> {
        return '\b';
      }
      case 'f' -> {
        return '\f';
      }
      case 'n' -> {
        return '\n';
      }
      case 'r' -> {
        return '\r';
      }
      case 't' -> {
        return '\t';
      }
      case 'u' -> {
        String hex = text.substring(at, Math.min(text.length(), at + 4));
        if (hex.matches("[0-9a-fA-F]{4}")) {
          at += 4;
          return (char) Integer.parseInt(hex, 16);
        }
      }
      default -> {
        // said below
      }
    }
    throw wrong("a backslash stands before what it cannot escape");
  }

  /** Whether the part that was read last ended with an expression in it. */
  boolean isInterpolated() {
    return interpolated;
  }

  /** A string without expressions in it. */
  String plainString() throws JqSyntaxException {
    expect("\"");
    String part = stringPart();
    if (interpolated) {
      throw wrong("expected a plain string");
    }
    return part;
  }

  void end() throws JqSyntaxException {
    if (peek() != 0) {
      throw unexpected();
    }
  }

  JqSyntaxException unexpected() throws JqSyntaxException {
    operator();
    char next = peek();
    return wrong(next == 0 ? "it ends too early" : "'" + next + "' is unexpected");
  }

  JqSyntaxException wrong(String what) {
    return new JqSyntaxException("not a jq expression: %s at character %d".formatted(what, at + 1));
  }
}
