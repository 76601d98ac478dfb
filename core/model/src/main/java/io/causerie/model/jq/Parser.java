package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.causerie.model.jq.Expression.Format;
import io.causerie.model.jq.Expression.Operation;
import io.causerie.model.yaml.Nearest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads expressions: the grammar of jq 1.6 without what can change, repeat or never end. */
final class Parser {
  private static final int MAX_LENGTH = 4000;
  private static final int MAX_NESTING = 40;

  /** Each may be entered while the others are under way, so that this bounds the stack. */
  private static final int MAX_NODES = 1000;

  private static final Expression IDENTITY = new Expression.Identity();
  private static final Expression NULL = new Expression.Literal(NullNode.getInstance());
  private static final Set<String> WORDS =
      Set.of("if", "then", "elif", "else", "end", "and", "or", "as", "try", "catch");

  private static final Map<String, Operation> COMPARISONS =
      Map.of(
          "==", (run, a, b) -> Nodes.truth(Nodes.compare(run, a, b) == 0),
          "!=", (run, a, b) -> Nodes.truth(Nodes.compare(run, a, b) != 0),
          "<", (run, a, b) -> Nodes.truth(Nodes.compare(run, a, b) < 0),
          "<=", (run, a, b) -> Nodes.truth(Nodes.compare(run, a, b) <= 0),
          ">", (run, a, b) -> Nodes.truth(Nodes.compare(run, a, b) > 0),
          ">=", (run, a, b) -> Nodes.truth(Nodes.compare(run, a, b) >= 0));

  private final Lexer lexer;
  private final Deque<String> variables = new ArrayDeque<>(List.of("event"));
  private int nesting;
  private int nodes;

  private Parser(String text) {
    this.lexer = new Lexer(text);
  }

  static Expression parse(String text) throws JqSyntaxException {
    if (text.length() > MAX_LENGTH) {
      throw new JqSyntaxException(
          "the expression has more than " + MAX_LENGTH + " characters; make it simpler");
    }
    Parser parser = new Parser(text);
    Expression all = parser.pipe(true);
    parser.lexer.end();
    return all;
  }

  private Expression node(Expression expression) throws JqSyntaxException {
    if (++nodes > MAX_NODES) {
      throw new JqSyntaxException(
          "the expression has more than " + MAX_NODES + " parts; make it simpler");
    }
    return expression;
  }

  private Expression pipe(boolean commas) throws JqSyntaxException {
    if (++nesting > MAX_NESTING) {
      throw new JqSyntaxException("nested more than " + MAX_NESTING + " deep; make it simpler");
    }
    List<Expression> stages = new ArrayList<>();
    do {
      stages.add(commas ? comma() : otherwise());
    } while (lexer.takeOperator("|"));
    nesting--;
    return stages.size() == 1 ? stages.get(0) : node(Expression.fold(stages, Expression.Pipe::new));
  }

  private Expression comma() throws JqSyntaxException {
    Expression left = otherwise();
    while (lexer.takeOperator(",")) {
      left = node(new Expression.Comma(left, otherwise()));
    }
    return left;
  }

  private Expression otherwise() throws JqSyntaxException {
    List<Expression> all = new ArrayList<>(List.of(or()));
    while (lexer.takeOperator("//")) {
      all.add(or());
    }
    Expression right = all.get(all.size() - 1);
    for (int i = all.size() - 2; i >= 0; i--) {
      right = node(new Expression.Otherwise(all.get(i), right));
    }
    return right;
  }

  private Expression or() throws JqSyntaxException {
    Expression left = and();
    while (lexer.takeWord("or")) {
      left = node(new Expression.Logic(false, left, and()));
    }
    return left;
  }

  private Expression and() throws JqSyntaxException {
    Expression left = comparison();
    while (lexer.takeWord("and")) {
      left = node(new Expression.Logic(true, left, comparison()));
    }
    return left;
  }

  private Expression comparison() throws JqSyntaxException {
    Expression left = sum();
    String operator = lexer.operator();
    Operation operation = COMPARISONS.get(operator);
    if (operation == null) {
      return left;
    }
    lexer.takeOperator(operator);
    Expression both = node(new Expression.Operator(operation, left, sum()));
    if (COMPARISONS.containsKey(lexer.operator())) {
      throw lexer.wrong("comparisons in a row need parentheses");
    }
    return both;
  }

  private Expression sum() throws JqSyntaxException {
    Expression left = product();
    while (true) {
      if (lexer.takeOperator("+")) {
        left = node(new Expression.Operator(Nodes::add, left, product()));
      } else if (lexer.takeOperator("-")) {
        left = node(new Expression.Operator(Numbers::subtract, left, product()));
      } else {
        return left;
      }
    }
  }

  private Expression product() throws JqSyntaxException {
    Expression left = signed();
    while (true) {
      if (lexer.takeOperator("/")) {
        left = node(new Expression.Operator(Numbers::divide, left, signed()));
      } else if (lexer.takeOperator("%")) {
        left = node(new Expression.Operator(Numbers::remainder, left, signed()));
      } else if (lexer.operator().equals("*")) {
        throw new JqSyntaxException(
            "'*' is not allowed here: a text times a number may fill the memory; use multiply(a; b)"
                + " for numbers");
      } else {
        return left;
      }
    }
  }

  private Expression signed() throws JqSyntaxException {
    return lexer.takeOperator("-") ? node(new Expression.Negative(postfix())) : bound(postfix());
  }

  /** {@code term as $x | body}: the body reaches as far as it can. */
  private Expression bound(Expression term) throws JqSyntaxException {
    if (!lexer.takeWord("as")) {
      return term;
    }
    int known = variables.size();
    Expression.Pattern pattern = pattern();
    lexer.operator();
    lexer.expect("|");
    Expression body = pipe(true);
    while (variables.size() > known) {
      variables.pop();
    }
    return node(new Expression.Binding(term, pattern, body));
  }

  private Expression.Pattern pattern() throws JqSyntaxException {
    if (++nesting > MAX_NESTING) {
      throw new JqSyntaxException("nested more than " + MAX_NESTING + " deep; make it simpler");
    }
    node(IDENTITY);
    Expression.Pattern pattern;
    if (lexer.take('$')) {
      String name = lexer.name();
      variables.push(name);
      pattern = new Expression.Name(name);
    } else if (lexer.take('[')) {
      List<JsonNode> keys = new ArrayList<>();
      List<Expression.Pattern> patterns = new ArrayList<>();
      do {
        keys.add(Nodes.number(keys.size()));
        patterns.add(pattern());
      } while (lexer.takeOperator(","));
      lexer.expect("]");
      pattern = new Expression.Members(keys, patterns);
    } else if (lexer.take('{')) {
      pattern = objectPattern();
    } else {
      throw lexer.wrong("expected a variable such as $x behind 'as'");
    }
    nesting--;
    return pattern;
  }

  private Expression.Pattern objectPattern() throws JqSyntaxException {
    List<JsonNode> keys = new ArrayList<>();
    List<Expression.Pattern> patterns = new ArrayList<>();
    do {
      if (lexer.take('$')) {
        String name = lexer.name();
        variables.push(name);
        keys.add(TextNode.valueOf(name));
        patterns.add(new Expression.Name(name));
      } else {
        keys.add(TextNode.valueOf(lexer.peek() == '"' ? lexer.plainString() : lexer.name()));
        lexer.expect(":");
        patterns.add(pattern());
      }
    } while (lexer.takeOperator(","));
    lexer.expect("}");
    return new Expression.Members(keys, patterns);
  }

  private Expression postfix() throws JqSyntaxException {
    Expression term = primary();
    while (true) {
      char next = lexer.peek();
      if (next == '?' && !lexer.operator().equals("?//")) {
        lexer.take('?');
        term = node(new Expression.Attempt(term, null));
      } else if (next == '[') {
        term = bracket(term);
      } else if (next == '.' && lexer.dotGoesOn()) {
        lexer.take('.');
        term = lexer.peek() == '[' ? bracket(term) : field(term);
      } else {
        return term;
      }
    }
  }

  private Expression field(Expression target) throws JqSyntaxException {
    Expression key =
        lexer.peek() == '"'
            ? string(Strings.FORMATS.get("@text"))
            : new Expression.Literal(TextNode.valueOf(lexer.name()));
    return node(new Expression.Index(target, key));
  }

  private Expression bracket(Expression target) throws JqSyntaxException {
    lexer.expect("[");
    if (lexer.take(']')) {
      return node(new Expression.Each(target));
    }
    if (lexer.take(':')) {
      Expression to = pipe(true);
      lexer.expect("]");
      return node(new Expression.Slice(target, NULL, to));
    }
    Expression key = pipe(true);
    if (lexer.take(':')) {
      Expression to = lexer.peek() == ']' ? NULL : pipe(true);
      lexer.expect("]");
      return node(new Expression.Slice(target, key, to));
    }
    lexer.expect("]");
    return node(new Expression.Index(target, key));
  }

  private Expression primary() throws JqSyntaxException {
    char next = lexer.peek();
    if (next == '"') {
      return string(Strings.FORMATS.get("@text"));
    }
    if (next == '@') {
      return format();
    }
    if (Character.isDigit(next) || (next == '.' && lexer.digitFollows())) {
      return node(lexer.number());
    }
    if (next == '.') {
      lexer.take('.');
      if (lexer.touches('.')) {
        throw new JqSyntaxException("'..' is not allowed here; name the path");
      }
      return lexer.nameTouches() ? field(IDENTITY) : node(IDENTITY);
    }
    if (lexer.take('$')) {
      return variable(lexer.name());
    }
    if (lexer.take('(')) {
      Expression inner = pipe(true);
      lexer.expect(")");
      return inner;
    }
    if (lexer.take('[')) {
      if (lexer.take(']')) {
        return node(new Expression.Listing(Functions.nothing()));
      }
      Expression inner = pipe(true);
      lexer.expect("]");
      return node(new Expression.Listing(inner));
    }
    if (lexer.take('{')) {
      return object();
    }
    if (lexer.isName(next)) {
      return word(lexer.name());
    }
    throw lexer.unexpected();
  }

  private Expression variable(String name) throws JqSyntaxException {
    if (name.equals("ENV") || name.startsWith("__")) {
      throw new JqSyntaxException(
          "'$" + name + "' is not allowed here: an expression sees its event only");
    }
    if (!variables.contains(name)) {
      throw new JqSyntaxException(
          "the variable '$%s' is not known%s".formatted(name, Nearest.hint(name, variables)));
    }
    return node(new Expression.Variable(name));
  }

  private Expression word(String word) throws JqSyntaxException {
    switch (word) {
      case "true", "false" -> {
        return node(new Expression.Literal(BooleanNode.valueOf(word.equals("true"))));
      }
      case "null" -> {
        return node(NULL);
      }
      case "if" -> {
        return choice();
      }
      case "try" -> {
        Expression body = postfix();
        return node(new Expression.Attempt(body, lexer.takeWord("catch") ? postfix() : null));
      }
      default -> {
        return call(word);
      }
    }
  }

  private Expression choice() throws JqSyntaxException {
    Expression condition = pipe(true);
    lexer.expectWord("then");
    Expression yes = pipe(true);
    Expression no = IDENTITY;
    if (lexer.takeWord("elif")) {
      if (++nesting > MAX_NESTING) {
        throw new JqSyntaxException("nested more than " + MAX_NESTING + " deep; make it simpler");
      }
      no = choice();
      nesting--;
      return node(new Expression.Choice(condition, yes, no));
    }
    if (lexer.takeWord("else")) {
      no = pipe(true);
    }
    lexer.expectWord("end");
    return node(new Expression.Choice(condition, yes, no));
  }

  private Expression call(String name) throws JqSyntaxException {
    if (WORDS.contains(name)) {
      throw lexer.wrong("'" + name + "' is out of place");
    }
    if (!Functions.names().contains(name)) {
      throw new JqSyntaxException(Refusals.of(name));
    }
    List<Expression> arguments = new ArrayList<>();
    if (lexer.take('(')) {
      do {
        arguments.add(pipe(true));
      } while (lexer.take(';'));
      lexer.expect(")");
    }
    Expression call = Functions.call(name, arguments);
    if (call == null) {
      throw new JqSyntaxException(Refusals.of(name, arguments.size()));
    }
    return node(call);
  }

  private Expression format() throws JqSyntaxException {
    lexer.take('@');
    String name = "@" + lexer.name();
    Format format = Strings.FORMATS.get(name);
    if (format == null) {
      throw new JqSyntaxException(
          "unknown format '" + name + "'" + Nearest.hint(name, Strings.FORMATS.keySet()));
    }
    return lexer.peek() == '"'
        ? string(format)
        : node(new Expression.Call((run, in) -> Nodes.text(run, format.of(run, in))));
  }

  private Expression string(@Nullable Format format) throws JqSyntaxException {
    List<Expression> parts = new ArrayList<>();
    lexer.expect("\"");
    while (true) {
      parts.add(node(new Expression.Literal(TextNode.valueOf(lexer.stringPart()))));
      if (!lexer.isInterpolated()) {
        break;
      }
      parts.add(pipe(true));
      lexer.expect(")");
    }
    return parts.size() == 1
        ? parts.get(0)
        : node(new Expression.Template(java.util.Objects.requireNonNull(format), parts));
  }

  private Expression object() throws JqSyntaxException {
    List<Expression.Member> members = new ArrayList<>();
    if (!lexer.take('}')) {
      do {
        members.add(member());
      } while (lexer.takeOperator(","));
      lexer.expect("}");
    }
    return node(new Expression.Making(members));
  }

  private Expression.Member member() throws JqSyntaxException {
    if (lexer.take('$')) {
      String name = lexer.name();
      Expression value = variable(name);
      return new Expression.Member(new Expression.Literal(TextNode.valueOf(name)), value);
    }
    Expression key;
    if (lexer.take('(')) {
      key = pipe(true);
      lexer.expect(")");
      lexer.expect(":");
      return new Expression.Member(key, pipe(false));
    }
    key =
        lexer.peek() == '"'
            ? string(Strings.FORMATS.get("@text"))
            : lexer.peek() == '@'
                ? format()
                : node(new Expression.Literal(TextNode.valueOf(lexer.name())));
    Expression value = lexer.take(':') ? pipe(false) : node(new Expression.Index(IDENTITY, key));
    return new Expression.Member(key, value);
  }
}
