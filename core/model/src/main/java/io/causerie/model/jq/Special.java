package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function whose arguments are expressions: {@code map(f)}. */
record Special(Body body, List<Expression> arguments, boolean ofElements, boolean keeps)
    implements Expression {
  /** What it does. */
  @FunctionalInterface
  interface Body {
    void eval(Applied call, JsonNode in, Out out);
  }

  /** One call: its arguments in its scope. */
  record Applied(Run run, Run.Scope scope, List<Expression> arguments) {
    void apply(int argument, JsonNode in, Out out) {
      arguments.get(argument).apply(run, scope, in, out);
    }

    List<JsonNode> all(int argument, JsonNode in) {
      List<JsonNode> found = new ArrayList<>();
      apply(
          argument,
          in,
          value -> {
            run.elements(1);
            found.add(value);
          });
      return found;
    }
  }

  @Override
  public void eval(Run run, Run.Scope scope, JsonNode in, Out out) {
    body.eval(new Applied(run, scope, arguments), in, out);
  }

  @Override
  public @Nullable ReadPath trace(ReadPath.Trace trace, @Nullable ReadPath at) {
    ReadPath inner = ofElements && at != null ? at.element() : ofElements ? null : at;
    arguments.forEach(argument -> argument.trace(trace, inner));
    return keeps ? at : null;
  }
}
