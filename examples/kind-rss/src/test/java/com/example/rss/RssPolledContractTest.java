package com.example.rss;

import io.causerie.contract.PolledContract;
import io.causerie.spi.SourceException.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A feed that others write to. */
class RssPolledContractTest extends PolledContract {
  @Override
  protected String kind() {
    return "rss";
  }

  @Override
  protected LiveSource source() {
    return new Site();
  }

  private static final class Site implements LiveSource {
    private static final String OLD = "canary-of-the-first-password";
    private static final String NEW = "canary-of-the-second-password";

    private final FeedServer server = new FeedServer();
    private final Map<Integer, String> entries = new ConcurrentSkipListMap<>();
    private String password = OLD;
    private volatile boolean hidden;

    Site() {
      server.show(this::feed);
      server.protect(password);
    }

    private String feed() {
      return hidden
          ? "<feed xmlns='http://www.w3.org/2005/Atom'/>"
          : entries.values().stream()
              .collect(
                  Collectors.joining(
                      "\n", "<feed xmlns='http://www.w3.org/2005/Atom'>", "</feed>"));
    }

    @Override
    public String config() {
      return """
      url: %s
      feed: news/feed.xml
      timeout: PT1S
      auth: { basic: { username: reader, password: %s } }
      """
          .formatted(server.url(), password);
    }

    @Override
    public List<String> secrets() {
      return List.of(OLD, NEW);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: '.id | ltrimstr("urn:order:")', version: .updated }
      track: [ { field: status, value: .title } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
        - { when: restored, summary: { en: "{record} is back" } }
        - { when: deleted, summary: { en: "{record} was removed" } }
      """;
    }

    @Override
    public void put(int number, String status, Instant changed) {
      entries.put(
          number,
          "<entry><id>urn:order:%d</id><title>%s</title><updated>%s</updated></entry>"
              .formatted(number, status, changed));
    }

    @Override
    public void remove(int number) {
      entries.remove(number);
    }

    @Override
    public void hide() {
      hidden = true;
    }

    @Override
    public void show() {
      hidden = false;
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          trouble("an error", Fault.TEMPORARY, FeedServer.status(503)),
          trouble("too many", Fault.TEMPORARY, FeedServer.status(429, "Retry-After", "1")),
          trouble("a cut", Fault.TEMPORARY, exchange -> {}),
          trouble(
              "half a feed",
              Fault.TEMPORARY,
              page("<feed xmlns='http://www.w3.org/2005/Atom'><entry>")),
          trouble(
              "a page for people", Fault.BAD_ANSWER, page("<html><body>Sign in<br></body></html>")),
          trouble(
              "a redirect",
              Fault.BAD_ANSWER,
              FeedServer.status(301, "Location", "https://login.example.com/")),
          trouble("a refusal", Fault.CREDENTIALS, FeedServer.status(401)),
          trouble("no feed there", Fault.CONFIGURATION, FeedServer.status(404)));
    }

    private Trouble trouble(String name, Fault fault, FeedServer.Trouble what) {
      return new Trouble(name, fault, () -> server.begin(what), server::end);
    }

    private static FeedServer.Trouble page(String text) {
      return exchange -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      };
    }

    @Override
    public void rotate() {
      password = NEW;
      server.protect(password);
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
