package io.causerie.sapfake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of a service: by HTTP, or in a batch.
 *
 * @param method as meant: {@code MERGE} where a POST says so
 * @param path below the service's root, decoded
 * @param query decoded
 * @param headers names in lower case
 */
record Call(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    byte[] body) {

  /** From an address below the root, as a request line has it. */
  static Call of(String method, String address, Map<String, String> headers, byte[] body) {
    int mark = address.indexOf('?');
    String path = mark < 0 ? address : address.substring(0, mark);
    String meant = headers.getOrDefault("x-http-method", method).toUpperCase(Locale.ROOT);
    return new Call(
        meant,
        decoded(path.replace("+", "%2B")),
        mark < 0 ? Map.of() : query(address.substring(mark + 1)),
        headers,
        body);
  }

  static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  Optional<String> option(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isBlank());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean writes() {
    return !method.equals("GET") && !method.equals("HEAD");
  }
}
