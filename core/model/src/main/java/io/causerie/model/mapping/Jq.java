package io.causerie.model.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.causerie.model.jq.JqException;
import io.causerie.model.jq.JqSyntaxException;
import io.causerie.model.jq.Program;
import io.causerie.model.jq.ReadPath;
import io.causerie.model.jq.Run;
import io.causerie.model.phrase.JsonKind;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A compiled expression over an event. Safe for use by many threads. */
final class Jq {
  private static final Pattern STEP =
      Pattern.compile("\\.?\\[\"([^\"\\\\]+)\"\\]|\\.([A-Za-z_][A-Za-z0-9_]*)");

  private final String text;
  private final int line;
  private final @Nullable List<String> plain;
  private final @Nullable Program program;

  private Jq(String text, int line, @Nullable List<String> plain, @Nullable Program program) {
    this.text = text;
    this.line = line;
    this.plain = plain;
    this.program = program;
  }

  /** Compiles an expression; what is wrong with it becomes a problem of the file. */
  static Optional<Jq> compile(Yaml yaml) {
    String text = yaml.text();
    if (text.isBlank()) {
      if (!yaml.hasProblems()) {
        yaml.problem("expected a jq expression, found nothing");
      }
      return Optional.empty();
    }
    List<String> steps = steps(text.strip());
    if (!steps.isEmpty()) {
      return Optional.of(new Jq(text.strip(), yaml.line(), steps, null));
    }
    try {
      return Optional.of(new Jq(text.strip(), yaml.line(), null, Program.compile(text)));
    } catch (JqSyntaxException e) {
      yaml.problem(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The names of a plain path, which tells absent from null; of anything else none. */
  private static List<String> steps(String text) {
    List<String> steps = new ArrayList<>();
    Matcher step = STEP.matcher(text);
    int at = 0;
    // One after the other: a repeated group would go as deep as the path is long.
    while (at < text.length() && step.region(at, text.length()).lookingAt()) {
      steps.add(step.group(1) == null ? step.group(2) : step.group(1));
      at = step.end();
    }
    return at == text.length() ? List.copyOf(steps) : List.of();
  }

  String text() {
    return text;
  }

  int line() {
    return line;
  }

  /** The paths of an event's data that it reads. */
  List<ReadPath> paths() {
    if (plain == null) {
      return Objects.requireNonNull(program).paths();
    }
    List<ReadPath> paths = new ArrayList<>();
    for (int i = 1; i <= plain.size(); i++) {
      paths.add(new ReadPath(plain.subList(0, i)));
    }
    return paths;
  }

  /**
   * The first answer.
   *
   * @return a missing node where a plain path ends nowhere, or the expression yields nothing
   * @throws BadEvent if the expression cannot be worked out on this event
   */
  JsonNode first(Run run, JsonNode data) {
    return plain == null ? worked(run, data) : walked(plain, data);
  }

  /** Whether it is a plain path, which never yields nothing at all ({@code empty}). */
  boolean isPlain() {
    return plain != null;
  }

  private JsonNode walked(List<String> steps, JsonNode data) {
    JsonNode node = data;
    for (String step : steps) {
      if (node.isValueNode() && !node.isNull() && !node.isMissingNode()) {
        throw new BadEvent(
            MappingWording.DOES_NOT_FIT.with(text),
            MappingWording.DOES_NOT_FIT_AT.with(text, step, JsonKind.of(node)));
      }
      node = node.path(step);
    }
    return node;
  }

  private JsonNode worked(Run run, JsonNode data) {
    try {
      return Objects.requireNonNull(program).first(run, data).orElseGet(MissingNode::getInstance);
    } catch (JqException e) {
      throw failed(e.phrase());
    } catch (StackOverflowError e) {
      throw failed(MappingWording.NESTED_TOO_DEEP.with());
    }
  }

  private BadEvent failed(Phrase why) {
    return new BadEvent(
        MappingWording.FAILED.with(text), MappingWording.FAILED_FOR.with(text, line, why));
  }

  @Override
  public String toString() {
    return text;
  }
}
