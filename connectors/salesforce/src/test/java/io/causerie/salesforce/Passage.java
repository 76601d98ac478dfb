package io.causerie.salesforce;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What stands before an org, and answers the next request that writes in its place. */
final class Passage implements AutoCloseable {
  /** An answer of its own. */
  record Instead(int status, @Nullable String retryAfter, String body) {}

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final String to;
  private final AtomicReference<@Nullable Instead> next = new AtomicReference<>();

  Passage(String to) {
    this.to = to;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::pass);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answer(Instead instead) {
    next.set(instead);
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    boolean writes = exchange.getRequestURI().getPath().contains("/chatter/");
    Instead instead = writes ? next.getAndSet(null) : null;
    if (instead != null) {
      if (instead.retryAfter() != null) {
        exchange.getResponseHeaders().set("Retry-After", instead.retryAfter());
      }
      send(exchange, instead.status(), instead.body().getBytes(StandardCharsets.UTF_8));
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(to + exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (String name :
        new String[] {"Authorization", "Content-Type", "Accept", "Sforce-Call-Options"}) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      for (String name : new String[] {"Content-Type", "Location"}) {
        answer
            .headers()
            .firstValue(name)
            .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      send(exchange, answer.statusCode(), answer.body());
    } catch (IOException e) {
      exchange.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
