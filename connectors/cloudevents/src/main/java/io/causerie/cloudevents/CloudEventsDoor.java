package io.causerie.cloudevents;

import io.causerie.model.SourceEvent;
import io.causerie.spi.Door;
import io.causerie.spi.Handshake;
import io.causerie.spi.cloudevents.JsonFormat;
import io.causerie.spi.cloudevents.NotAnEvent;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The HTTP protocol binding of CloudEvents 1.0.2: binary, structured and batched content mode, the
 * latter two in JSON.
 */
final class CloudEventsDoor implements Door {
  private static final Set<String> UTF8 = Set.of("utf-8", "utf8", "us-ascii", "ascii");

  private static final String STRUCTURED = "application/cloudevents";
  private static final String BATCHED = "application/cloudevents-batch";

  private final Senders senders;
  private final Handshake handshake;

  CloudEventsDoor(Senders senders, Handshake handshake) {
    this.senders = senders;
    this.handshake = handshake;
  }

  @Override
  public Answer open(Request request) {
    if (request.method().equals("OPTIONS")) {
      return handshake.answer(request);
    }
    if (!senders.mayDeliver(request)) {
      return Reply.stranger();
    }
    if (request.header("content-encoding").filter(e -> !e.equals("identity")).isPresent()) {
      return Reply.problem(415, "unsupported-media-type", "send the body without Content-Encoding");
    }
    String[] parts = request.header("content-type").orElse("").split(";", 2);
    String type = parts[0].strip().toLowerCase(Locale.ROOT);
    if (parts.length > 1 && !charsetIsUtf8(parts[1])) {
      return Reply.problem(415, "unsupported-media-type", "send JSON in UTF-8");
    }
    try {
      return decode(request, type);
    } catch (NotAnEvent e) {
      return Reply.problem(400, "invalid-request", String.valueOf(e.getMessage()));
    }
  }

  /** UTF-8 by one of its names, or ASCII, which is a part of it. */
  private static boolean charsetIsUtf8(String parameters) {
    for (String parameter : parameters.toLowerCase(Locale.ROOT).split(";")) {
      String[] pair = parameter.split("=", 2);
      String value = pair.length < 2 ? "" : pair[1].strip().replace("\"", "");
      if (pair[0].strip().equals("charset") && !UTF8.contains(value)) {
        return false;
      }
    }
    return true;
  }

  private Answer decode(Request request, String type) throws NotAnEvent {
    if (type.equals(BATCHED + "+json")) {
      return new Deliveries(JsonFormat.batch(JsonFormat.text(request.body())));
    }
    if (type.equals(STRUCTURED + "+json") || type.equals(STRUCTURED)) {
      SourceEvent event = JsonFormat.event(JsonFormat.text(request.body()));
      return new Deliveries(List.of(new Delivery(event, null)));
    }
    if (type.startsWith(STRUCTURED)) {
      return Reply.problem(
          415,
          "unsupported-media-type",
          "of the formats of CloudEvents JSON is understood; send application/cloudevents+json");
    }
    boolean binary = request.headers().keySet().stream().anyMatch(h -> h.startsWith("ce-"));
    boolean json = JsonFormat.isJson(type);
    if (!binary && !json) {
      return Reply.problem(
          415,
          "unsupported-media-type",
          "send application/cloudevents+json, application/cloudevents-batch+json, or the attributes as ce- headers");
    }
    if (json) {
      JsonFormat.requireJson(JsonFormat.text(request.body()));
    }
    if (senders.signedName(request).isPresent() && JsonFormat.isOfEvents(request.body())) {
      return Reply.problem(
          400,
          "invalid-event",
          "the signed body is a CloudEvent itself; send it as application/cloudevents+json, without ce- headers");
    }
    // The attributes are headers, which no signature covers: who captured a delivery could send it
    // again under another id, or a structured one under attributes of his own.
    return new Deliveries(
        List.of(
            new Delivery(
                BinaryMode.event(request, type), null, senders.signedName(request).orElse(null))));
  }
}
