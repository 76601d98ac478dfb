package io.causerie.http;

import io.causerie.model.time.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param from what was asked
 * @param headers names in lower case
 */
public record Answer(Address from, int status, Map<String, List<String>> headers, byte[] body) {
  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The moment of the answer by the system's clock. */
  public Optional<Instant> date() {
    return header("Date").flatMap(Written::exact);
  }

  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** Whether it is a page for people, whatever was asked for. */
  public boolean isPage() {
    return header("Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  /** Whether the body begins as HTML or XML does. */
  public boolean isMarkup() {
    for (byte b : body) {
      if (b > ' ') {
        return b == '<';
      }
    }
    return false;
  }

  /** Without headers and body, which may hold secrets. */
  @Override
  public String toString() {
    return status + " of " + from + ", " + body.length + " bytes";
  }
}
