package io.causerie.contract.board;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The board: any record has comments, and each change of one is an event. What goes wrong next is
 * said by {@link #next}. Safe for use by many threads.
 */
public final class Board implements AutoCloseable {
  /** What becomes of the next request that writes. */
  public enum Trouble {
    /** It is done, and the line is cut before the answer. */
    LOST,
    /** The line is cut before anything is done. */
    CUT,
    /** Not done: 503 with {@code Retry-After: 7}. */
    BUSY,
    /** Not done: 429 with {@code Retry-After: 3}. */
    LIMIT,
    /** Not done: 403. */
    REFUSED,
    /** Done and told of by an event, and answered when {@link Board#letGo} is called. */
    LATE,
    /** Nothing is done and nothing answered until {@link Board#letGo} is called. */
    HANG
  }

  /** What its integration's user shows. */
  public static final String TOKEN = "token-of-the-integration";

  static final String INTEGRATION = "integration";
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A comment as people see it there.
   *
   * @param author the user with whose token it was written
   * @param inReplyTo the comment it answers
   */
  public record There(
      String id,
      String record,
      String author,
      String text,
      String mark,
      String lane,
      @Nullable String inReplyTo) {
    /** Its text without the mark at its end. */
    public String words() {
      return text.replaceFirst(" #[\\w-]+$", "");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, There> comments = new LinkedHashMap<>();
  private final List<ObjectNode> events = new ArrayList<>();
  private final Map<String, String> users = new LinkedHashMap<>(Map.of(TOKEN, INTEGRATION));
  private final Deque<Trouble> troubles = new ArrayDeque<>();
  private CountDownLatch gate = new CountDownLatch(1);
  private final Map<String, String> codes = new LinkedHashMap<>();
  private String sitting = "ada";
  private boolean once;
  private boolean veiled;
  private int looks;
  private int numbers;
  private int calls;

  public Board() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on a second comment with the mark of another is that one. */
  public synchronized Board once() {
    once = true;
    return this;
  }

  /** Lets a user in, who shows that token. */
  public synchronized void user(String name, String token) {
    users.put(token, name);
  }

  /** Lets nobody in any more who shows that token. */
  public synchronized void shut(String token) {
    users.remove(token);
  }

  /** What becomes of the next requests that write, one each. */
  public synchronized void next(Trouble... some) {
    troubles.addAll(List.of(some));
  }

  /** Whether nobody may read what is on records. */
  public synchronized void veiled(boolean yes) {
    veiled = yes;
  }

  /** How often somebody looked nevertheless. */
  public synchronized int looks() {
    return looks;
  }

  /** Answers what hangs. */
  public synchronized void letGo() {
    gate.countDown();
    gate = new CountDownLatch(1);
  }

  /** How many requests to write have come. */
  public synchronized int calls() {
    return calls;
  }

  /** All that can be seen, oldest first. */
  public synchronized List<There> comments() {
    return List.copyOf(comments.values());
  }

  /** What is on one record. */
  public List<There> comments(String type, String id) {
    String record = type + "/" + id;
    return comments().stream().filter(c -> c.record().equals(record)).toList();
  }

  /** Somebody there writes something. */
  public synchronized String write(
      String user, String type, String id, String text, @Nullable String inReplyTo) {
    return put(new There(number(), type + "/" + id, user, text, "", "internal", inReplyTo));
  }

  /** Somebody there takes something away. */
  public synchronized void take(String id) {
    event("removed", Objects.requireNonNull(comments.remove(id)));
  }

  private String number() {
    return "c" + ++numbers;
  }

  private String put(There comment) {
    event(comments.put(comment.id(), comment) == null ? "created" : "edited", comment);
    return comment.id();
  }

  private void event(String what, There about) {
    ObjectNode event = json(about);
    event.put("number", events.size() + 1).put("what", what);
    events.add(event);
  }

  private static ObjectNode json(There comment) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", comment.id()).put("record", comment.record()).put("author", comment.author());
    json.put("text", comment.text()).put("mark", comment.mark()).put("lane", comment.lane());
    return json.put("inReplyTo", comment.inReplyTo());
  }

  /** An answer. */
  private record Said(int status, JsonNode body, @Nullable String retryAfter) {
    static Said of(int status) {
      return new Said(status, JSON.createObjectNode(), null);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try {
      boolean writes = !exchange.getRequestMethod().equals("GET");
      JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
      Trouble trouble = writes ? trouble() : null;
      if (trouble == Trouble.CUT) {
        return;
      }
      if (trouble == Trouble.HANG) {
        await();
        return;
      }
      Said said = trouble == null || isDone(trouble) ? said(exchange, body) : refused(trouble);
      if (trouble == Trouble.LOST) {
        return;
      }
      if (trouble == Trouble.LATE) {
        await();
      }
      byte[] bytes = JSON.writeValueAsBytes(said.body());
      if (said.retryAfter() != null) {
        exchange.getResponseHeaders().set("Retry-After", said.retryAfter());
      }
      exchange.sendResponseHeaders(said.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    } finally {
      exchange.close();
    }
  }

  private synchronized @Nullable Trouble trouble() {
    calls++;
    return troubles.poll();
  }

  private static boolean isDone(Trouble trouble) {
    return trouble == Trouble.LOST || trouble == Trouble.LATE;
  }

  private static Said refused(Trouble trouble) {
    return switch (trouble) {
      case BUSY -> new Said(503, JSON.createObjectNode(), "7");
      case LIMIT -> new Said(429, JSON.createObjectNode(), "3");
      case REFUSED, LOST, CUT, LATE, HANG -> Said.of(403);
    };
  }

  private void await() {
    CountDownLatch shut;
    synchronized (this) {
      shut = gate;
    }
    try {
      shut.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Said said(HttpExchange exchange, JsonNode body) {
    String user = users.get(token(exchange));
    if (exchange.getRequestURI().getPath().equals("/agree")) {
      return agreed(exchange);
    }
    if (user == null) {
      return Said.of(401);
    }
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/");
    List<String> steps = new ArrayList<>();
    for (String step : path) {
      steps.add(URLDecoder.decode(step, StandardCharsets.UTF_8));
    }
    String method = exchange.getRequestMethod();
    if (steps.get(0).equals("events")) {
      return new Said(200, list(events, e -> e.path("number").asInt() > number(exchange)), null);
    }
    if (steps.get(0).equals("grants")) {
      return method.equals("POST") ? granted(body) : ended(steps.get(1));
    }
    if (steps.get(0).equals("records") && veiled && method.equals("GET")) {
      looks++;
      return Said.of(403);
    }
    if (steps.get(0).equals("records")) {
      String record = steps.get(1) + "/" + steps.get(2);
      return method.equals("POST")
          ? created(record, user, body)
          : new Said(
              200,
              list(
                  comments.values().stream().map(Board::json).toList(),
                  c -> c.path("record").asText().equals(record)),
              null);
    }
    There there = comments.get(steps.get(1));
    if (there == null) {
      return Said.of(404);
    }
    if (method.equals("DELETE")) {
      take(there.id());
    } else {
      put(
          new There(
              there.id(),
              there.record(),
              there.author(),
              body.path("text").asText(),
              there.mark(),
              there.lane(),
              there.inReplyTo()));
    }
    return Said.of(200);
  }

  /** Whoever sits before it agrees to all. */
  private Said agreed(HttpExchange exchange) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : exchange.getRequestURI().getRawQuery().split("&")) {
      String[] two = part.split("=", 2);
      query.put(two[0], URLDecoder.decode(two[1], StandardCharsets.UTF_8));
    }
    String code = "code" + ++numbers;
    codes.put(code, Objects.requireNonNull(query.get("challenge")));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            "%s?code=%s&state=%s".formatted(query.get("redirect"), code, query.get("state")));
    return Said.of(302);
  }

  private Said granted(JsonNode body) {
    String challenge = codes.remove(body.path("code").asText());
    if (challenge == null || !challenge.equals(challenge(body.path("verifier").asText()))) {
      return Said.of(400);
    }
    String token = "grant-" + ++numbers + "-of-" + sitting;
    users.put(token, sitting);
    return new Said(201, JSON.createObjectNode().put("name", sitting).put("token", token), null);
  }

  private Said ended(String grant) {
    users.remove(grant);
    return Said.of(200);
  }

  /** S256 of RFC 7636. */
  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Who sits before it, and agrees that Causerie writes for her. */
  public synchronized void sits(String user) {
    sitting = user;
  }

  /** Whom it lets in. */
  public synchronized Set<String> tokens() {
    return Set.copyOf(users.keySet());
  }

  private Said created(String record, String user, JsonNode body) {
    String mark = body.path("mark").asText();
    if (record.endsWith("/missing")) {
      return Said.of(404);
    }
    String known =
        comments.values().stream()
            .filter(c -> once && c.mark().equals(mark))
            .map(There::id)
            .findFirst()
            .orElse(null);
    String id =
        known != null
            ? known
            : put(
                new There(
                    number(),
                    record,
                    user,
                    body.path("text").asText(),
                    mark,
                    body.path("lane").asText(),
                    body.path("inReplyTo").textValue()));
    return new Said(201, JSON.createObjectNode().put("id", id), null);
  }

  private static ArrayNode list(List<ObjectNode> all, Predicate<ObjectNode> which) {
    ArrayNode list = JSON.createArrayNode();
    all.stream().filter(which).forEach(list::add);
    return list;
  }

  private static int number(HttpExchange exchange) {
    String query = exchange.getRequestURI().getQuery();
    return query == null ? 0 : Integer.parseInt(query.replaceFirst("^after=", ""));
  }

  private static String token(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("Authorization");
    return header == null ? "" : header.replaceFirst("^Bearer ", "");
  }

  @Override
  public void close() {
    letGo();
    server.stop(0);
    threads.shutdownNow();
  }
}
