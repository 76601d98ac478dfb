package io.causerie.spi;

import java.util.List;
import java.util.Map;

/**
 * The abuse protection of "HTTP 1.1 Web Hooks for Event Delivery" (CloudEvents, version 1.0.1,
 * section 4): a sender asks by OPTIONS whether it may send.
 *
 * @param allowedOrigins origins that may; {@code *} for any
 * @param rate requests a minute, or {@code *}
 */
public record Handshake(List<String> allowedOrigins, String rate) {
  /** The key of a kind whose senders ask. */
  public static final Key<List<String>> ORIGINS =
      Key.texts("handshake.allowedOrigins")
          .help("Origins that the abuse-protection handshake lets in; `*` for any.");

  /** The other one. */
  public static final Key<String> RATE =
      Key.text("handshake.rate", "*")
          .matching("\\*|[0-9]{1,10}", "a whole number, or *", "120")
          .help("Requests a minute that the handshake allows a sender.");

  /** As a connector's keys say. */
  public static Handshake of(SystemContext context) {
    return new Handshake(ORIGINS.given(context).orElse(List.of()), RATE.in(context));
  }

  /** Whether anybody may ask. */
  public boolean isUsed() {
    return !allowedOrigins.isEmpty();
  }

  /** What a sender is told. */
  public Door.Reply answer(Door.Request request) {
    String origin = request.header("webhook-request-origin").orElse("");
    if (origin.isEmpty()) {
      return Door.Reply.problem(
          400, "invalid-request", "the header WebHook-Request-Origin is missing");
    }
    if (!allowedOrigins.contains("*") && !allowedOrigins.contains(origin)) {
      return Door.Reply.problem(
          403, "forbidden", "this origin may not send; add it to " + ORIGINS + " of the connector");
    }
    return new Door.Reply(
        200,
        Map.of(
            "WebHook-Allowed-Origin",
            origin,
            "WebHook-Allowed-Rate",
            rate,
            "Allow",
            "OPTIONS, POST"),
        "",
        "");
  }
}
