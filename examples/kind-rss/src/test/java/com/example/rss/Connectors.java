package com.example.rss;

import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Poller;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connectors of this kind, as the server makes them. */
final class Connectors {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T08:00:00Z"), ZoneOffset.UTC);

  private Connectors() {}

  static Connector connector(Map<String, List<String>> values) throws ConfigException {
    ConnectorContext context = new ConnectorContext("site", "news", CLOCK, values);
    RssKind kind = new RssKind();
    return kind.connector(context.in(kind.system(context)));
  }

  /** A poller of a server's feed; further keys and values by turns. */
  static Poller poller(FeedServer server, String... more) throws ConfigException {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(server.url()));
    values.put("feed", List.of("news/feed.xml"));
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], List.of(more[i + 1]));
    }
    return connector(values).intake().polled().orElseThrow();
  }
}
