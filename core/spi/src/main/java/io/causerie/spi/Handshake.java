package io.causerie.cloudevents;

import io.causerie.spi.Door;
import java.util.List;
import java.util.Map;

/**
 * The abuse protection of "HTTP 1.1 Web Hooks for Event Delivery" (CloudEvents, version 1.0.1,
 * section 4): a sender asks by OPTIONS whether it may send.
 *
 * @param allowedOrigins origins that may; {@code *} for any
 * @param rate requests a minute, or {@code *}
 */
record Handshake(List<String> allowedOrigins, String rate) {
  Door.Reply answer(Door.Request request) {
    String origin = request.header("webhook-request-origin").orElse("");
    if (origin.isEmpty()) {
      return Door.Reply.problem(
          400, "invalid-request", "the header WebHook-Request-Origin is missing");
    }
    if (!allowedOrigins.contains("*") && !allowedOrigins.contains(origin)) {
      return Door.Reply.problem(
          403,
          "forbidden",
          "this origin may not send; add it to " + CloudEventsKind.ORIGINS + " of the connector");
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
