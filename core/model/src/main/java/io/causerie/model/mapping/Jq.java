package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** A compiled expression over an event. Safe for use by many threads. */
final class Jq {
  private static final int MAX_OUTPUTS = 1000;
  private static final Version VERSION = Versions.JQ_1_6;
  private static final Scope FUNCTIONS = functions();

  /**
   * A plain path, which is walked without jq: faster, exact for numbers, and it tells absent from
   * null.
   */
  private static final Pattern PLAIN =
      Pattern.compile(
          "\\s*(?:\\.[A-Za-z_][A-Za-z0-9_]*|\\.\\[\"[^\"\\\\]+\"\\]|\\[\"[^\"\\\\]+\"\\])+\\s*");

  private static final Pattern STEP =
      Pattern.compile("\\.?\\[\"([^\"\\\\]+)\"\\]|\\.([A-Za-z_][A-Za-z0-9_]*)");

  private final String text;
  private final int line;
  private final @Nullable List<String> plain;
  private final @Nullable JsonQuery query;

  private Jq(String text, int line, @Nullable List<String> plain, @Nullable JsonQuery query) {
    this.text = text;
    this.line = line;
    this.plain = plain;
    this.query = query;
  }

  /** Compiles an expression; what is wrong with it becomes problems of the file. */
  static Optional<Jq> compile(Yaml yaml) {
    String text = yaml.text();
    if (text.isBlank()) {
      if (!yaml.hasProblems()) {
        yaml.problem("expected a jq expression, found nothing");
      }
      return Optional.empty();
    }
    if (PLAIN.matcher(text).matches()) {
      List<String> steps = new ArrayList<>();
      Matcher step = STEP.matcher(text);
      while (step.find()) {
        steps.add(step.group(1) == null ? step.group(2) : step.group(1));
      }
      return Optional.of(new Jq(text.strip(), yaml.line(), List.copyOf(steps), null));
    }
    List<String> complaints = JqGuard.check(text);
    complaints.forEach(yaml::problem);
    if (!complaints.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Jq(text.strip(), yaml.line(), null, JsonQuery.compile(text, VERSION)));
    } catch (JsonQueryException | RuntimeException e) {
      String said = String.valueOf(e.getMessage());
      int lineEnd = said.indexOf('\n');
      yaml.problem("not a jq expression: " + (lineEnd < 0 ? said : said.substring(0, lineEnd)));
      return Optional.empty();
    }
  }

  private static Scope functions() {
    Scope all = Scope.newEmptyScope();
    BuiltinFunctionLoader.getInstance().loadFunctions(VERSION, all);
    all.addFunction("multiply", 2, new Multiply());
    return all;
  }

  /** A scope in which {@code $event} is known; for one event. */
  static Scope scope(JsonNode event) {
    Scope scope = Scope.newChildScope(FUNCTIONS);
    scope.setValue("event", event);
    return scope;
  }

  String text() {
    return text;
  }

  int line() {
    return line;
  }

  /**
   * The first answer.
   *
   * @return a missing node where a plain path ends nowhere, or the expression yields nothing
   * @throws BadEvent if the expression cannot be worked out on this event
   */
  JsonNode first(Scope scope, JsonNode data) {
    if (plain != null) {
      JsonNode node = data;
      for (String step : plain) {
        if (node.isValueNode() && !node.isNull() && !node.isMissingNode()) {
          throw new BadEvent(
              text + " does not fit",
              "%s does not fit: '%s' is looked for in a %s".formatted(text, step, Json.kind(node)));
        }
        node = node.path(step);
      }
      return node;
    }
    List<JsonNode> found = all(scope, data);
    return found.isEmpty() ? MissingNode.getInstance() : found.get(0);
  }

  private List<JsonNode> all(Scope scope, JsonNode data) {
    List<JsonNode> found = new ArrayList<>();
    try {
      Objects.requireNonNull(query)
          .apply(
              scope,
              data,
              value -> {
                if (found.size() == MAX_OUTPUTS) {
                  throw new JsonQueryException("more than " + MAX_OUTPUTS + " answers");
                }
                found.add(value);
              });
    } catch (JsonQueryException | RuntimeException | StackOverflowError e) {
      String said = e instanceof StackOverflowError ? "nested too deep" : e.getMessage();
      throw new BadEvent(
          text + " failed", "the expression %s (line %d) failed: %s".formatted(text, line, said));
    }
    return found;
  }

  @Override
  public String toString() {
    return text;
  }

  /** {@code multiply(a; b)}: numbers only, exact. */
  private static final class Multiply implements Function {
    @Override
    public void apply(
        Scope scope,
        List<Expression> arguments,
        JsonNode in,
        Path path,
        PathOutput output,
        Version version)
        throws JsonQueryException {
      arguments
          .get(0)
          .apply(
              scope,
              in,
              a ->
                  arguments
                      .get(1)
                      .apply(
                          scope,
                          in,
                          b -> {
                            if (!a.isNumber() || !b.isNumber()) {
                              throw new JsonQueryException("multiply takes two numbers");
                            }
                            output.emit(
                                DecimalNode.valueOf(a.decimalValue().multiply(b.decimalValue())),
                                null);
                          }));
    }
  }
}
