package io.causerie.webhook;

import io.causerie.spi.Door;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A secret that is shown as it is, where it was said to stand. */
final class SharedSecret implements Verification {
  private final List<String> secrets;
  private final UnaryOperator<Door.Request> hide;
  private final Function<Door.Request, String> shown;

  private SharedSecret(
      List<String> secrets,
      Function<Door.Request, String> shown,
      UnaryOperator<Door.Request> hide) {
    this.secrets = secrets;
    this.shown = shown;
    this.hide = hide;
  }

  static SharedSecret inHeader(List<String> secrets, String name) {
    return new SharedSecret(
        secrets, request -> request.header(name).orElse(""), request -> without(request, name));
  }

  /** In a parameter of the address; of one that stands there twice the first. */
  static SharedSecret inQuery(List<String> secrets, String name) {
    return new SharedSecret(
        secrets,
        request -> request.parameters().getOrDefault(name, List.of("")).get(0),
        request -> with(request, request.headers(), query(request, name), request.path()));
  }

  /** In what stands below the door's address, up to the next slash. */
  static SharedSecret inPath(List<String> secrets) {
    return new SharedSecret(
        secrets,
        request -> request.path().split("/", 2)[0],
        request -> {
          String[] parts = request.path().split("/", 2);
          return with(
              request, request.headers(), request.query(), parts.length > 1 ? parts[1] : "");
        });
  }

  @Override
  public boolean lets(Door.Request request) {
    String secret = shown.apply(request);
    return !secret.isEmpty() && Signed.isOneOf(secrets, secret);
  }

  @Override
  public Door.Request without(Door.Request request) {
    return hide.apply(request);
  }

  static Door.Request without(Door.Request request, String header) {
    Map<String, List<String>> headers = new HashMap<>(request.headers());
    headers.remove(header.toLowerCase(Locale.ROOT));
    return with(request, headers, request.query(), request.path());
  }

  /** The query without each parameter of the name, however that is escaped. */
  private static String query(Door.Request request, String name) {
    return Arrays.stream(request.query().split("&"))
        .filter(pair -> !asked(pair).parameters().containsKey(name))
        .collect(Collectors.joining("&"));
  }

  private static Door.Request asked(String query) {
    return new Door.Request("POST", Map.of(), new byte[0], query, "");
  }

  private static Door.Request with(
      Door.Request request, Map<String, List<String>> headers, String query, String path) {
    return new Door.Request(
        request.method(), headers, request.body(), query, request.remote(), path, request.peer());
  }
}
