package io.causerie.runtime;

import io.causerie.model.SourceEvent;
import io.causerie.model.phrase.PhraseException;
import io.causerie.model.time.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent as a Camel message: the data is the body, the attributes are headers with the names
 * of the HTTP binding, {@code ce-type} and so on. No other header of the source's request comes in:
 * a header can steer a producer further down the route.
 */
final class EventHeaders {
  private static final String PREFIX = "ce-";

  private EventHeaders() {}

  static void write(SourceEvent event, Message message) {
    message.setBody(event.data());
    message.setHeader("ce-id", event.id());
    message.setHeader("ce-source", event.source());
    message.setHeader("ce-type", event.type());
    message.setHeader("ce-specversion", "1.0");
    if (event.subject() != null) {
      message.setHeader("ce-subject", event.subject());
    }
    if (event.time() != null) {
      message.setHeader("ce-time", event.time().toString());
    }
    if (event.contentType() != null) {
      message.setHeader(Exchange.CONTENT_TYPE, event.contentType());
    }
    event.extensions().forEach((name, value) -> message.setHeader(PREFIX + name, value));
  }

  /**
   * Reads the event as it reached {@code causerie:}.
   *
   * @throws IllegalArgumentException naming the attribute that is missing or wrong
   */
  static SourceEvent read(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<String, String> extensions = new TreeMap<>();
    message
        .getHeaders()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(java.util.Locale.ROOT);
              if (lower.startsWith(PREFIX) && value != null && !isOfAnEvent(lower)) {
                extensions.put(lower.substring(PREFIX.length()), String.valueOf(value));
              }
            });
    return new SourceEvent(
        require(message, "ce-source"),
        require(message, "ce-type"),
        require(message, "ce-id"),
        message.getHeader("ce-subject", String.class),
        time(message),
        message.getHeader(Exchange.CONTENT_TYPE, String.class),
        extensions,
        data(message));
  }

  private static boolean isOfAnEvent(String header) {
    return switch (header) {
      case "ce-id", "ce-source", "ce-type", "ce-specversion", "ce-subject", "ce-time" -> true;
      default -> false;
    };
  }

  private static String require(Message message, String header) {
    String value = message.getHeader(header, String.class);
    if (value == null || value.isBlank()) {
      throw new PhraseException(RouteWording.NO_HEADER.with(header));
    }
    return value;
  }

  private static @Nullable Instant time(Message message) {
    String text = message.getHeader("ce-time", String.class);
    if (text == null) {
      return null;
    }
    return Written.exact(text)
        .orElseThrow(() -> new PhraseException(RouteWording.NO_TIME.with(Written.formOf(text))));
  }

  private static byte[] data(Message message) {
    Object body = message.getBody();
    if (body instanceof byte[] bytes) {
      return bytes;
    }
    if (body instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] converted = message.getBody(byte[].class);
    if (converted == null) {
      throw new PhraseException(
          body == null
              ? RouteWording.NO_BODY.with()
              : RouteWording.NO_BYTES.with(body.getClass().getSimpleName()));
    }
    return converted;
  }
}
