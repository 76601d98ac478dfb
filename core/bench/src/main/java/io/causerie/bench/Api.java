package io.causerie.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The requests of a run; an answer that is not the expected one ends it. Safe for many threads. */
final class Api implements AutoCloseable {
  /** The most that one page may hold. */
  static final int PAGE = 100;

  private static final JsonMapper JSON = new JsonMapper();
  private static final MediaType EVENT = MediaType.get("application/cloudevents+json");
  private static final MediaType BATCH = MediaType.get("application/cloudevents-batch+json");
  private static final MediaType XML = MediaType.get("text/xml; charset=utf-8");
  private static final MediaType PLAIN = MediaType.get("application/json");
  private static final int CONNECTIONS = 32;

  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .callTimeout(Duration.ofSeconds(30))
          .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
          .build();
  private final ServerProcess server;
  private final String token;

  Api(ServerProcess server, String token) {
    this.server = server;
    this.token = token;
  }

  /** A page of comments and how long it took until its last byte was read. */
  record Notes(Duration took, JsonNode json) {
    int size() {
      return json.path("items").size();
    }

    Optional<String> next() {
      return Optional.ofNullable(json.path("next").textValue());
    }
  }

  /** Delivers one event, which must be posted. */
  int push(byte[] event) throws IOException {
    return deliver(RequestBody.create(event, EVENT), 1);
  }

  /** Delivers a batch; all of it must be posted. */
  int push(byte[] batch, int size) throws IOException {
    return deliver(RequestBody.create(batch, BATCH), size);
  }

  /** Posts one signed event to a webhook; it must be posted. */
  int signed(String connector, byte[] body, String signature) throws IOException {
    Request request =
        new Request.Builder()
            .url(server.url("/api/v1/connectors/" + connector + "/events"))
            .header("X-Signature", signature)
            .post(RequestBody.create(body, PLAIN))
            .build();
    return counted(request, "posted", 1);
  }

  /** Delivers an event that carries a key only: its record is read back later. */
  int hint(String connector, byte[] event) throws IOException {
    Request request =
        request("/api/v1/connectors/" + connector + "/events", OrderDesk.SENDER)
            .post(RequestBody.create(event, EVENT))
            .build();
    return counted(request, "pending", 1);
  }

  /** Posts one document as a user with a password; what is in it must be posted. */
  int document(String connector, byte[] body, String user, String password) throws IOException {
    Request request =
        new Request.Builder()
            .url(server.url("/api/v1/connectors/" + connector + "/events"))
            .header("Authorization", Credentials.basic(user, password))
            .post(RequestBody.create(body, XML))
            .build();
    return counted(request, "posted", 1);
  }

  private int deliver(RequestBody body, int size) throws IOException {
    Request request =
        request("/api/v1/connectors/orders/events", OrderDesk.SENDER).post(body).build();
    return counted(request, "posted", size);
  }

  private int counted(Request request, String fate, int size) throws IOException {
    JsonNode counts = JSON.readTree(answer(request, 202));
    if (counts.path(fate).asInt() != size) {
      throw new LoadException("of %d events not all were %s: %s".formatted(size, fate, counts));
    }
    return size;
  }

  /** Comments on a post, and in the record's system. */
  void commentAlsoIn(String system, String activity, String content) throws IOException {
    ObjectNode note = JSON.createObjectNode().put("content", content);
    note.putArray("alsoIn").add(system);
    post(notes(activity), JSON.writeValueAsBytes(note), 201);
  }

  /** Comments on a post. */
  int comment(String activity, String content) throws IOException {
    comment(activity, content, token);
    return 1;
  }

  /** Comments as somebody else. */
  void comment(String activity, String content, String as) throws IOException {
    byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode().put("content", content));
    post(notes(activity), body, as, 201);
  }

  /** What is answered to a reading, as it comes. */
  byte[] get(String path) throws IOException {
    return answer(request(path, token).build(), 200);
  }

  /** What is answered to a writing, as it comes. */
  byte[] post(String path, byte[] body, int expected) throws IOException {
    return post(path, body, token, expected);
  }

  private byte[] post(String path, byte[] body, String as, int expected) throws IOException {
    return answer(request(path, as).post(RequestBody.create(body, PLAIN)).build(), expected);
  }

  /** Lets an operator act on a connector. */
  void operate(String connector, String action) throws IOException {
    String path = "/api/v1/connectors/" + connector + "/" + action;
    answer(request(path, token).post(RequestBody.create(new byte[0], PLAIN)).build(), 200);
  }

  /** A page of a post's comments; without a cursor the newest. */
  Notes notes(String activity, Optional<String> cursor) throws IOException {
    String path = notes(activity) + "?limit=" + PAGE + cursor.map(c -> "&cursor=" + c).orElse("");
    Request request = request(path, token).build();
    long begin = System.nanoTime();
    byte[] answer = answer(request, 200);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Notes(took, JSON.readTree(answer));
  }

  static String notes(String activity) {
    return "/api/v1/activities/" + activity + "/notes";
  }

  /** The id of an order's record. */
  String record(long order) throws IOException {
    String path = "/api/v1/records?system=desk&type=Order&id=" + OrderDesk.order(order);
    return JSON.readTree(answer(request(path, token).build(), 200)).path("id").asText();
  }

  /** The newest post of an order. */
  String newestPost(long order) throws IOException {
    return newestPost("desk", "Order", OrderDesk.order(order));
  }

  /** The newest post of a record. */
  String newestPost(String system, String type, String of) throws IOException {
    String path =
        "/api/v1/records?system=%s&type=%s&include=activities&id=%s".formatted(system, type, of);
    JsonNode record = JSON.readTree(answer(request(path, token).build(), 200));
    String id = record.at("/activities/items/0/id").asText();
    if (id.isEmpty()) {
      throw new LoadException(of + " has no post: " + record);
    }
    return id;
  }

  private Request.Builder request(String path, String bearer) {
    return new Request.Builder().url(server.url(path)).header("Authorization", "Bearer " + bearer);
  }

  private byte[] answer(Request request, int expected) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      byte[] body = response.body().bytes();
      if (response.code() != expected) {
        throw new LoadException(
            "%s %s answered %d instead of %d: %s"
                .formatted(
                    request.method(),
                    request.url(),
                    response.code(),
                    expected,
                    new String(body, StandardCharsets.UTF_8)));
      }
      return body;
    }
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
