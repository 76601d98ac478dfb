package io.causerie.server.config;

import io.causerie.model.yaml.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code ${env:NAME}} and {@code ${file:path}} into values; a missing one is a problem of its
 * place.
 */
final class Secrets {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

  private final Path folder;
  private final UnaryOperator<@Nullable String> environment;

  Secrets(Path folder, UnaryOperator<@Nullable String> environment) {
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
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(text);
    return text.toString();
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
      return Files.readString(folder.resolve(name)).strip();
    } catch (IOException e) {
      yaml.problem("the file " + name + " cannot be read: " + e.getMessage());
      return "";
    }
  }
}
