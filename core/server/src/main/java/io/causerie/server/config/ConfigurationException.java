package io.causerie.server.config;

import io.causerie.model.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration with errors: all of them, each with its place. */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  public ConfigurationException(List<Problem> problems) {
    super(
        (problems.size() == 1 ? "1 error" : problems.size() + " errors")
            + " in the configuration:\n"
            + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All of them. */
  public List<Problem> problems() {
    return problems;
  }
}
