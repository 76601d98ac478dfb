package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** A node of a parsed expression. Yields any number of values for each one it is given. */
interface Expression {
  /** Takes the values. */
  @FunctionalInterface
  interface Out {
    void emit(JsonNode value);
  }

  /** Every application of every node is one step. */
  default void apply(Run run, Run.Scope scope, JsonNode in, Out out) {
    run.step();
    eval(run, scope, in, out);
  }

  void eval(Run run, Run.Scope scope, JsonNode in, Out out);

  /** Counts a text that is worked with, in the one place where all functions are called. */
  private static void looked(Run run, JsonNode value) {
    if (value.isTextual()) {
      run.look(value.textValue().length());
    }
  }

  /**
   * Follows the paths that are read, without an event.
   *
   * @param at where the value it is given stands; absent where that cannot be said
   * @return where its values stand
   */
  @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at);

  /** {@code .} */
  record Identity() implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      out.emit(in);
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      return at;
    }
  }

  /** A number, a string without parts, true, false or null. */
  record Literal(JsonNode value) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      out.emit(value);
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      return null;
    }
  }

  /** {@code $name} */
  record Variable(String name) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      out.emit(scope.get(name));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      return trace.variable(name);
    }
  }

  /** {@code target.name} and {@code target[key]}. */
  record Index(Expression target, Expression key) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      key.apply(
          run,
          scope,
          in,
          k -> target.apply(run, scope, in, value -> out.emit(Indexing.at(run, value, k))));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      ReadPath found = target.trace(trace, at);
      if (key instanceof Literal literal && found != null) {
        return literal.value().isTextual()
            ? trace.read(found.field(literal.value().textValue()))
            : found.element();
      }
      key.trace(trace, at);
      return null;
    }
  }

  /** {@code target[from:to]} */
  record Slice(Expression target, Expression from, Expression to) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      to.apply(
          run,
          scope,
          in,
          t ->
              from.apply(
                  run,
                  scope,
                  in,
                  f ->
                      target.apply(
                          run, scope, in, value -> out.emit(Indexing.slice(run, value, f, t)))));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      from.trace(trace, at);
      to.trace(trace, at);
      return target.trace(trace, at);
    }
  }

  /** {@code target[]} */
  record Each(Expression target) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      target.apply(run, scope, in, value -> Nodes.elements(run, value).forEach(out::emit));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      ReadPath found = target.trace(trace, at);
      return found == null ? null : found.element();
    }
  }

  /** {@code a | b} */
  record Pipe(Expression first, Expression then) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      first.apply(run, scope, in, value -> then.apply(run, scope, value, out));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      return then.trace(trace, first.trace(trace, at));
    }
  }

  /** {@code a, b} */
  record Comma(Expression first, Expression then) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      first.apply(run, scope, in, out);
      then.apply(run, scope, in, out);
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      first.trace(trace, at);
      then.trace(trace, at);
      return null;
    }
  }

  /** {@code a // b} */
  record Otherwise(Expression first, Expression then) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      List<JsonNode> found = new ArrayList<>();
      try {
        first.apply(
            run,
            scope,
            in,
            value -> {
              if (Nodes.isTrue(value)) {
                run.elements(1);
                found.add(value);
              }
            });
      } catch (JqError e) {
        // What fails is as if it yielded nothing.
      }
      if (found.isEmpty()) {
        then.apply(run, scope, in, out);
      } else {
        found.forEach(out::emit);
      }
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      first.trace(trace, at);
      then.trace(trace, at);
      return null;
    }
  }

  /** {@code a and b}, {@code a or b} */
  record Logic(boolean and, Expression first, Expression then) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      first.apply(
          run,
          scope,
          in,
          a -> {
            if (Nodes.isTrue(a) == and) {
              then.apply(run, scope, in, b -> out.emit(Nodes.truth(Nodes.isTrue(b))));
            } else {
              out.emit(Nodes.truth(!and));
            }
          });
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      first.trace(trace, at);
      then.trace(trace, at);
      return null;
    }
  }

  /** What is worked out of two values. */
  @FunctionalInterface
  interface Operation {
    JsonNode of(Run run, JsonNode a, JsonNode b);
  }

  /** {@code a + b}, {@code a < b} and the like; also functions of two arguments. */
  record Operator(Operation operation, Expression first, Expression then) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      then.apply(
          run,
          scope,
          in,
          b ->
              first.apply(
                  run,
                  scope,
                  in,
                  a -> {
                    looked(run, a);
                    looked(run, b);
                    out.emit(operation.of(run, a, b));
                  }));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      first.trace(trace, at);
      then.trace(trace, at);
      return null;
    }
  }

  /** {@code -a} */
  record Negative(Expression of) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      of.apply(run, scope, in, value -> out.emit(Nodes.number(Nodes.decimal(value, "-").negate())));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      of.trace(trace, at);
      return null;
    }
  }

  /** {@code if c then a else b end} */
  record Choice(Expression condition, Expression yes, Expression no) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      condition.apply(run, scope, in, c -> (Nodes.isTrue(c) ? yes : no).apply(run, scope, in, out));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      condition.trace(trace, at);
      yes.trace(trace, at);
      no.trace(trace, at);
      return null;
    }
  }

  /** {@code try a catch b}, and {@code a?} without {@code b}. */
  record Attempt(Expression body, @Nullable Expression rescue) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      // Gathered first: what fails further down the pipe is not this one's to catch.
      List<JsonNode> found = new ArrayList<>();
      JqError failure = null;
      try {
        body.apply(
            run,
            scope,
            in,
            value -> {
              run.elements(1);
              found.add(value);
            });
      } catch (JqError e) {
        failure = e;
      }
      found.forEach(out::emit);
      if (failure != null && rescue != null) {
        rescue.apply(run, scope, failure.value(), out);
      }
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      ReadPath found = body.trace(trace, at);
      if (rescue != null) {
        rescue.trace(trace, null);
      }
      return rescue == null ? found : null;
    }
  }

  /** {@code [a]} */
  record Listing(Expression of) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      List<JsonNode> found = new ArrayList<>();
      of.apply(
          run,
          scope,
          in,
          value -> {
            run.elements(1);
            found.add(value);
          });
      out.emit(Nodes.array(run, found));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      of.trace(trace, at);
      return null;
    }
  }

  /** A member of an object to be made. */
  record Member(Expression key, Expression value) {}

  /** {@code {a: 1, "b": .x}}; of several values each with each. */
  record Making(List<Member> members) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      make(run, scope, in, 0, new ArrayList<>(), out);
    }

    /** The first member is the outermost loop. */
    private void make(
        Run run, Run.Scope scope, JsonNode in, int at, List<JsonNode> chosen, Out out) {
      if (at == members.size()) {
        ObjectNode made = Nodes.object(run, members.size());
        for (int i = 0; i < chosen.size(); i += 2) {
          made.set(chosen.get(i).textValue(), chosen.get(i + 1));
        }
        out.emit(made);
        return;
      }
      Member member = members.get(at);
      member
          .key()
          .apply(
              run,
              scope,
              in,
              key -> {
                Nodes.string(key, "a key of an object");
                member
                    .value()
                    .apply(
                        run,
                        scope,
                        in,
                        value -> {
                          chosen.add(key);
                          chosen.add(value);
                          make(run, scope, in, at + 1, chosen, out);
                          chosen.remove(chosen.size() - 1);
                          chosen.remove(chosen.size() - 1);
                        });
              });
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      members.forEach(
          member -> {
            member.key().trace(trace, at);
            member.value().trace(trace, at);
          });
      return null;
    }
  }

  /** How a value is written into a string. */
  @FunctionalInterface
  interface Format {
    String of(Run run, JsonNode value);
  }

  /**
   * {@code "a \(.b) c"}
   *
   * @param parts in turn a literal as it is, and an expression whose values are formatted
   */
  record Template(Format format, List<Expression> parts) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      write(run, scope, in, parts.size() - 1, "", out);
    }

    private void write(Run run, Run.Scope scope, JsonNode in, int at, String behind, Out out) {
      if (at < 0) {
        out.emit(TextNode.valueOf(behind));
        return;
      }
      Expression part = parts.get(at);
      part.apply(
          run,
          scope,
          in,
          value -> {
            String text = at % 2 == 0 ? value.textValue() : format.of(run, value);
            run.build((long) text.length() + behind.length());
            write(run, scope, in, at - 1, text + behind, out);
          });
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      parts.forEach(part -> part.trace(trace, at));
      return null;
    }
  }

  /** {@code source as $x | body} */
  record Binding(Expression source, Pattern pattern, Expression body) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      source.apply(
          run,
          scope,
          in,
          value -> pattern.bind(run, scope, value, bound -> body.apply(run, bound, in, out)));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      pattern.trace(trace, source.trace(trace, at));
      return body.trace(trace, at);
    }
  }

  /** What {@code as} binds. */
  interface Pattern {
    void bind(
        Run run, Run.Scope scope, JsonNode value, java.util.function.Consumer<Run.Scope> then);

    void trace(ReadPath.Trace trace, @Nullable ReadPath at);
  }

  /** {@code $x} */
  record Name(String name) implements Pattern {
    @Override
    public void bind(
        Run run, Run.Scope scope, JsonNode value, java.util.function.Consumer<Run.Scope> then) {
      then.accept(scope.with(name, value));
    }

    @Override
    public void trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      trace.bind(name, at);
    }
  }

  /** {@code [$a, $b]} and {@code {a: $x}}: each part is bound to what stands under its key. */
  record Members(List<JsonNode> keys, List<Pattern> patterns) implements Pattern {
    @Override
    public void bind(
        Run run, Run.Scope scope, JsonNode value, java.util.function.Consumer<Run.Scope> then) {
      bind(run, scope, value, 0, then);
    }

    private void bind(
        Run run,
        Run.Scope scope,
        JsonNode value,
        int at,
        java.util.function.Consumer<Run.Scope> then) {
      if (at == keys.size()) {
        then.accept(scope);
        return;
      }
      JsonNode part = Indexing.at(run, value, keys.get(at));
      patterns.get(at).bind(run, scope, part, bound -> bind(run, bound, value, at + 1, then));
    }

    @Override
    public void trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      for (int i = 0; i < keys.size(); i++) {
        JsonNode key = keys.get(i);
        ReadPath part =
            at == null
                ? null
                : key.isTextual() ? trace.read(at.field(key.textValue())) : at.element();
        patterns.get(i).trace(trace, part);
      }
    }
  }

  /** A function on the value itself: {@code length}. */
  record Call(Native function) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      looked(run, in);
      out.emit(function.of(run, in));
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      return null;
    }
  }

  /** What is worked out of one value. */
  @FunctionalInterface
  interface Native {
    JsonNode of(Run run, JsonNode in);
  }

  /** A function on the value and one argument: {@code split(",")}. */
  record CallWith(Operation function, Expression argument) implements Expression {
    @Override
    public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
      argument.apply(
          run,
          scope,
          in,
          value -> {
            looked(run, in);
            looked(run, value);
            out.emit(function.of(run, in, value));
          });
    }

    @Override
    public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
      argument.trace(trace, at);
      return null;
    }
  }

  /** Numbers in an expression are as exact as those of an event. */
  static Expression number(String text) {
    return new Literal(Nodes.number(new BigDecimal(text)));
  }

  /** Puts expressions together, the first innermost. */
  static Expression fold(List<Expression> all, BinaryOperator<Expression> together) {
    return all.stream().reduce(together).orElseThrow();
  }
}
