package io.causerie.server.config;

import io.causerie.model.yaml.Problem;
import io.causerie.model.yaml.Yaml;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code ${env:NAME}} and {@code ${file:path}} into values; a missing one is a problem of its
 * place.
 */
final class Secrets {
  static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  /** What is shorter is no secret, and stands in many a message by chance. */
  private static final int SHORTEST = 4;

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder());

  private final FolderFiles folder;
  private final UnaryOperator<@Nullable String> environment;
  private final Map<String, String> resolved = new TreeMap<>(LONGEST_FIRST);

  Secrets(FolderFiles folder, UnaryOperator<@Nullable String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  String text(Yaml yaml) {
    Matcher matcher = REFERENCE.matcher(yaml.text());
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String value =
          matcher.group(1).equals("env")
              ? variable(yaml, matcher.group(2))
              : file(yaml, matcher.group(2));
      if (value.length() >= SHORTEST) {
        resolved.put(value, matcher.group());
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(text);
    return text.toString();
  }

  /** The same problem, with the references again where a message has what they stand for. */
  Problem hide(Problem problem) {
    String message = problem.message();
    for (Map.Entry<String, String> entry : resolved.entrySet()) {
      message = message.replace(entry.getKey(), entry.getValue());
    }
    return new Problem(problem.file(), problem.line(), problem.column(), problem.path(), message);
  }

  private String variable(Yaml yaml, String name) {
    String value = environment.apply(name);
    if (value == null || value.isEmpty()) {
      yaml.problem("the environment variable " + name + " is not set");
      return "";
    }
    return value;
  }

  private String file(Yaml yaml, String name) {
    try {
      return folder.text(name).strip();
    } catch (IOException e) {
      yaml.problem("the file " + name + " cannot be read: " + e.getMessage());
      return "";
    }
  }
}
