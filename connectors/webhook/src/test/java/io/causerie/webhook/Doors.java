package io.causerie.webhook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.SourceEvent;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Door;
import io.causerie.spi.Kinds;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Doors by their configuration, what is sent to them, and what they say. */
final class Doors {
  private Doors() {}

  static ConnectorContext context(SettableClock clock, String... config) {
    Map<String, List<String>> values = new HashMap<>();
    for (int i = 0; i < config.length; i += 2) {
      values.put(config[i], List.of(config[i + 1].split(" \\| ")));
    }
    return new ConnectorContext("desk", "tickets", clock, values);
  }

  static Door of(SettableClock clock, String... config) {
    try {
      return Kinds.onClassPath()
          .find("webhook")
          .orElseThrow()
          .connector(context(clock, config))
          .intake()
          .pushed()
          .orElseThrow();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(String.valueOf(e.faults()), e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Door.Request request(String query, byte[] body, String... headers) {
    return new Door.Request("POST", headers(headers), body, query, "");
  }

  static Door.Request request(String body, String... headers) {
    return request("", bytes(body), headers);
  }

  private static Map<String, List<String>> headers(String... headers) {
    Map<String, List<String>> map = new HashMap<>();
    map.put("content-type", List.of("application/json"));
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i].toLowerCase(Locale.ROOT), List.of(headers[i + 1]));
    }
    return map;
  }

  /** To what stands below the door's address. */
  static Door.Request below(String path, String body) {
    return new Door.Request("POST", headers(), bytes(body), "", "", path, "");
  }

  /** Of a peer that is not who sends. */
  static Door.Request from(String peer, String... headers) {
    return new Door.Request("POST", headers(headers), bytes("{}"), "", "192.0.2.1", "", peer);
  }

  static Door.Request options(String... headers) {
    return new Door.Request("OPTIONS", headers(headers), new byte[0]);
  }

  static boolean isIn(Door door, Door.Request request) {
    return door.open(request)
        .match(
            reply -> {
              assertThat(reply).isEqualTo(Door.Reply.stranger());
              return false;
            },
            taken -> true);
  }

  static List<Door.Delivery> taken(Door door, Door.Request request) {
    return door.open(request)
        .match(
            reply -> {
              throw new AssertionError(reply);
            },
            Door.Deliveries::events);
  }

  static SourceEvent event(Door door, Door.Request request) {
    Door.Delivery delivery = taken(door, request).get(0);
    assertThat(delivery.fault()).isNull();
    return delivery.event();
  }

  static String failure(Door door, Door.Request request) {
    return requireNonNull(taken(door, request).get(0).fault()).reason().text();
  }
}
