package com.example.rss;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A site with one feed at {@code /news/feed.xml}, on this machine. */
final class FeedServer implements AutoCloseable {
  /** What happens to a request. */
  interface Trouble {
    void answer(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Headers> asked = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server;
  private volatile Supplier<byte[]> feed = () -> new byte[0];
  private volatile @Nullable Trouble trouble;
  private volatile @Nullable String password;
  private volatile boolean validated;

  FeedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The headers of each request so far. */
  List<Headers> asked() {
    return List.copyOf(asked);
  }

  void show(String xml) {
    show(xml.getBytes(StandardCharsets.UTF_8));
  }

  void show(byte[] xml) {
    feed = () -> xml;
  }

  void show(Supplier<String> xml) {
    feed = () -> xml.get().getBytes(StandardCharsets.UTF_8);
  }

  /** From now on the feed has an entity tag and a time of its change. */
  void validate() {
    validated = true;
  }

  /** From now on only who shows it gets the feed. */
  void protect(String with) {
    password = with;
  }

  void begin(Trouble with) {
    trouble = with;
  }

  void end() {
    trouble = null;
  }

  static Trouble status(int status, String... header) {
    return exchange -> {
      if (header.length > 0) {
        exchange.getResponseHeaders().set(header[0], header[1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestHeaders());
    try (exchange) {
      Trouble with = trouble;
      if (with != null) {
        with.answer(exchange);
      } else if (!isAllowed(exchange)) {
        exchange.sendResponseHeaders(401, -1);
      } else if (!exchange.getRequestURI().getPath().equals("/news/feed.xml")) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        shown(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAllowed(HttpExchange exchange) {
    String expected = password;
    String user = "reader:" + expected;
    return expected == null
        || ("Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
            .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  /** As it is shown without any trouble. */
  void shown(HttpExchange exchange) throws IOException {
    byte[] xml = feed.get();
    String etag = "\"" + Arrays.hashCode(xml) + "\"";
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    if (validated) {
      exchange.getResponseHeaders().set("ETag", etag);
      exchange.getResponseHeaders().set("Last-Modified", "Mon, 06 Jul 2026 08:00:00 GMT");
      if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
    }
    exchange.sendResponseHeaders(200, xml.length == 0 ? -1 : xml.length);
    exchange.getResponseBody().write(xml);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
