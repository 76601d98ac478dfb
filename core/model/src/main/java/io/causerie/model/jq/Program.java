package io.causerie.model.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An expression, ready to be worked out. Safe for use by many threads; ends by its own counting on
 * whatever it is given, and gives the same whenever it is given the same.
 */
public final class Program {
  private final Expression root;

  private Program(Expression root) {
    this.root = root;
  }

  /**
   * Reads an expression.
   *
   * @throws JqSyntaxException saying what is wrong, or not admitted, and what to write instead
   */
  public static Program compile(String text) throws JqSyntaxException {
    return new Program(Parser.parse(text));
  }

  /**
   * The first value; none where it yields nothing.
   *
   * @throws JqException if it cannot be worked out, or is past the budget of the run
   */
  public Optional<JsonNode> first(Run run, JsonNode in) {
    return Optional.ofNullable(Functions.firstOf(out -> root.apply(run, run.scope(), in, out)));
  }

  /** All values; as {@link #first}. */
  List<JsonNode> all(Run run, JsonNode in) {
    List<JsonNode> found = new ArrayList<>();
    root.apply(
        run,
        run.scope(),
        in,
        value -> {
          run.elements(1);
          found.add(value);
        });
    return found;
  }

  /** The paths of an event's data that it reads, as far as they can be said without an event. */
  public List<ReadPath> paths() {
    ReadPath.Trace trace = new ReadPath.Trace();
    root.trace(trace, ReadPath.ROOT);
    return trace.paths();
  }

  /**
   * A value as text: a string as it is, anything else as JSON, its numbers in plain digits.
   *
   * @throws JqException if that is past the budget of the run, or a number has too many digits
   */
  public static String text(Run run, JsonNode value) {
    return Nodes.plain(run, value);
  }
}
