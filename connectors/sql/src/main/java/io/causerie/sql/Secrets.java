package io.causerie.sql;

import io.causerie.model.phrase.Phrase;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What must never be shown of a database's address: JDBC URLs may hold passwords. */
final class Secrets {
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)[?&;]([^=&;?]*(?:password|pwd|passphrase|secret|token|accesskey)[^=&;?]*)=([^&;]*)");
  private static final Pattern USER_INFO = Pattern.compile("//([^/?;@]*):([^/?;@]+)@");
  private static final Pattern ORACLE =
      Pattern.compile("(?i)^jdbc:oracle:[a-z]+:([^/@]+)/([^@]+)@");
  private static final int SHORTEST = 3;

  private final Set<String> values = new LinkedHashSet<>();

  Secrets(String url, @Nullable String password) {
    if (password != null) {
      values.add(password);
    }
    for (Pattern pattern : new Pattern[] {PARAMETER, USER_INFO, ORACLE}) {
      Matcher found = pattern.matcher(url);
      while (found.find()) {
        values.add(found.group(2));
      }
    }
    // A shorter one would only mask ordinary words.
    values.removeIf(value -> value.length() < SHORTEST);
  }

  String masked(String text) {
    String masked = text;
    for (String value : values) {
      masked = masked.replace(value, "***");
    }
    return masked;
  }

  /** The phrase; as its words alone where it holds a secret. */
  Phrase masked(Phrase phrase) {
    String masked = masked(phrase.text());
    return masked.equals(phrase.text()) ? phrase : Phrase.quoted(masked);
  }

  /** The failure, where neither it nor what led to it holds a secret. */
  @Nullable Throwable shown(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage());
      if (!masked(message).equals(message)) {
        return null;
      }
    }
    return failure;
  }
}
