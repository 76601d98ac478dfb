package io.causerie.server;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.causerie.engine.access.SourceDecisions;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.discussion.NewWords;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.file.Upload;
import io.causerie.engine.store.Schema;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A server on a database of its own, with the configuration of an order desk; every answer is held
 * against openapi.yaml.
 */
final class RunningServer implements AutoCloseable {
  static final String SENDER = "sender-token-of-the-desk";
  static final String HOST_SECRET = "0123456789abcdef0123456789abcdef";

  /** How often a test's folder is looked at, so that no test waits for the next look. */
  static final Duration BRISK = Duration.ofMillis(100);

  static final JsonMapper JSON = new JsonMapper();
  private static volatile @Nullable OpenApiInteractionValidator contract;

  private final TestDatabase database;
  private final OkHttpClient client =
      new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(30)).build();
  private final Map<String, String> tokens = new TreeMap<>();
  final SettableClock clock;
  final CauserieServer server;

  RunningServer(Databases databases, Path folder) {
    this(tables(databases), folder);
  }

  /** A database that has the tables of engine and server. */
  static TestDatabase tables(Databases databases) {
    return databases.copyOf(
        "server",
        source -> {
          Schema.update(source, "io/causerie/engine/changelog.xml");
          Schema.update(source, "io/causerie/server/changelog.xml");
        });
  }

  RunningServer(TestDatabase database, Path folder) {
    this(
        database,
        new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
        Map.of(),
        folder,
        files -> write(files, database));
  }

  /**
   * @param sources that decide themselves who sees their records, by system
   * @param write writes the configuration
   */
  RunningServer(
      TestDatabase database,
      SettableClock clock,
      Map<String, SourceDecisions> sources,
      Path folder,
      Consumer<Path> write) {
    this(database, clock, sources, PluginFolder.ofApplication(), folder, write);
  }

  /** As above, with kinds that an operator added. */
  RunningServer(
      TestDatabase database,
      SettableClock clock,
      Map<String, SourceDecisions> sources,
      PluginFolder plugins,
      Path folder,
      Consumer<Path> write) {
    this.database = database;
    this.clock = clock;
    try {
      write.accept(folder);
      server =
          CauserieServer.start(
              ConfigurationLoader.load(folder, clock, System::getenv, plugins), clock, sources);
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** All servers have the same; made of what the first of them says. */
  private OpenApiInteractionValidator contract() {
    OpenApiInteractionValidator known = contract;
    if (known == null) {
      String text = send(null, "GET", "/openapi.yaml", null).text();
      known = OpenApiInteractionValidator.createForInlineApiSpecification(text).build();
      contract = known;
    }
    return known;
  }

  static void write(Path folder, TestDatabase database) {
    file(
        folder,
        "causerie.yaml",
        """
        server: { host: 127.0.0.1, port: 0, limits: { signIns: 1000000, embeds: 1000000, writes: 1000000, reactions: 1000000, searches: 1000000 } }
        database: { url: "%s", username: "%s", password: "%s" }
        embed: { hosts: [ { name: desk, origins: ["http://localhost:9999"], secret: %s } ] }
        """
            .formatted(database.url(), database.user(), database.password(), HOST_SECRET));
    file(
        folder,
        "people.yaml",
        """
        groups: { sales: { title: Sales }, finance: { title: { en: Finance, fr: Finances } } }
        people:
          - { id: ada, name: Ada Lovelace, language: en, groups: [sales], identities: { desk: [alovelace] } }
          - { id: grace, name: Grace Hopper, language: fr, groups: [sales, finance] }
          - { id: mary, name: Mary Jackson }
          - { id: jana, name: Jana Müller, guest: true }
          - { id: otto, name: Otto Becker, guest: true }
        """);
    file(
        folder,
        "systems/desk.yaml",
        """
        system: desk
        title: Order desk
        audience: { groups: [sales, finance], customer: everyone }
        kind: cloudevents
        connectors:
          orders:
            config: { auth: { bearer: { tokens: [%s] } } }
            mask: [.contact, .items.price]
            mapping: mappings/order.yaml
        """
            .formatted(SENDER));
    file(
        folder,
        "mappings/order.yaml",
        """
        record: { type: Order, id: .id, version: .version, title: '"Order \\(.id)"', url: .url, mergedInto: .into }
        audience: 'if .secret then { groups: ["finance"] } elif .contact then { everyone: true, customer: { persons: [.contact] } } elif .owner then { persons: [{ id: .owner, as: { en: "owner", fr: "responsable" }, handover: true }] } else null end'
        actor: { id: .by }
        track:
          - { field: status, label: { en: Status, fr: Statut } }
        posts:
          - { when: created, summary: { en: "{actor} took {record}", fr: "{actor} a pris {record}" }, you: { en: "You took {record}" } }
          - { when: changed, summary: { en: "{actor} changed {changes}", fr: "{actor} a modifié {changes}" } }
        """);
  }

  static void file(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file that goes with a comment of somebody's on a post. */
  String attached(String person, String activity) throws IOException {
    FileId file = given(person);
    NewWords said = new NewWords("Said", Set.of(), List.of(file));
    server
        .causerie()
        .discussion()
        .reply(new Viewer(person), ActivityId.parse(activity), said, null, null, null);
    return file.toString();
  }

  /** A file that goes with nothing yet. */
  FileId given(String person) throws IOException {
    Attachments attachments = server.causerie().attachments();
    try (Upload upload = attachments.begin(new Viewer(person), "a.txt", 1)) {
      upload.write(ByteBuffer.wrap(new byte[] {1}));
      return attachments.finish(upload).id();
    }
  }

  /** An answer. */
  record Answer(int status, Map<String, String> headers, String text) {
    JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(text, e);
      }
    }

    String problem() {
      String type = json().path("type").asText();
      return type.substring(type.lastIndexOf('/') + 1);
    }
  }

  /** A connection of its own to the server's database. */
  java.sql.Connection connection() throws java.sql.SQLException {
    return database.source().getConnection();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  String token(String person, Scope... scopes) {
    return tokens.computeIfAbsent(
        person + Set.of(scopes),
        key ->
            server
                .tokens()
                .make(
                    new TokenStore.Grant(
                        Caller.Kind.API, "test", person, Set.of(scopes), null, null))
                .token());
  }

  /** A request of a person who reads and writes. */
  Answer as(String person, String method, String path, @Nullable String body, String... headers) {
    return send(token(person, Scope.READ, Scope.WRITE), method, path, body, headers);
  }

  Answer send(
      @Nullable String token,
      String method,
      String path,
      @Nullable String body,
      String... headers) {
    Request.Builder request = new Request.Builder().url(url(path));
    boolean content = method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    byte[] bytes = (body == null ? "" : body).getBytes(StandardCharsets.UTF_8);
    MediaType type = body == null ? null : MediaType.parse("application/json");
    request.method(method, content ? RequestBody.create(bytes, type) : null);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(method, path, request.build());
  }

  Answer send(String method, String path, Request request) {
    try (Response response = client.newCall(request).execute()) {
      String text = response.body().string();
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      response.headers().forEach(h -> headers.put(h.getFirst(), h.getSecond()));
      if (path.startsWith("/api/") && response.code() != 405) {
        hold(method, path, response.code(), headers.getOrDefault("Content-Type", ""), text);
      }
      return new Answer(response.code(), headers, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contract: whatever the server answers is described in openapi.yaml. */
  private void hold(String method, String path, int status, String type, String text) {
    SimpleResponse.Builder answer = SimpleResponse.Builder.status(status);
    if (!text.isEmpty()) {
      answer.withContentType(type).withBody(text);
    }
    var report =
        contract()
            .validateResponse(
                path.replaceAll("\\?.*", ""),
                com.atlassian.oai.validator.model.Request.Method.valueOf(method),
                answer.build());
    if (report.hasErrors()) {
      throw new AssertionError(
          method + " " + path + " answered " + status + " " + text + "\n" + report.getMessages());
    }
  }

  /** Sends an event of the desk. */
  Answer event(String id, String data) {
    return event("orders", id, data);
  }

  Answer event(String connector, String id, String data) {
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/desk\",\"type\":\"order\",\"data\":%s}"
            .formatted(id, data);
    return raw(
        connector, "application/cloudevents+json", event.getBytes(StandardCharsets.UTF_8), SENDER);
  }

  /** An event pushed to any server that has this configuration. */
  static HttpRequest push(int port, String connector) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:%d/api/v1/connectors/%s/events".formatted(port, connector)))
        .header("Authorization", "Bearer " + SENDER)
        .header("Content-Type", "application/cloudevents+json")
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/d\",\"type\":\"t\",\"data\":{\"id\":\"1\"}}"))
        .build();
  }

  /** An event in binary mode, of the connector {@code orders}. */
  Answer event(String id, String data, Map<String, String> headers) {
    String path = "/api/v1/connectors/orders/events";
    Request.Builder request =
        new Request.Builder()
            .url(url(path))
            .header("Authorization", "Bearer " + SENDER)
            .header("ce-specversion", "1.0")
            .header("ce-id", id)
            .header("ce-source", "/desk")
            .header("ce-type", "order")
            .post(
                RequestBody.create(
                    data.getBytes(StandardCharsets.UTF_8), MediaType.parse("application/json")));
    headers.forEach(request::header);
    return send("POST", path, request.build());
  }

  Answer raw(String contentType, byte[] body, String token) {
    return raw("orders", contentType, body, token);
  }

  private Answer raw(String connector, String contentType, byte[] body, String token) {
    String path = "/api/v1/connectors/" + connector + "/events";
    Request request =
        new Request.Builder()
            .url(url(path))
            .header("Authorization", "Bearer " + token)
            .post(RequestBody.create(body, MediaType.parse(contentType)))
            .build();
    return send("POST", path, request);
  }

  /** The id of a record that a person may see. */
  String record(String person, String key) {
    return as(person, "GET", "/api/v1/records?system=desk&type=Order&id=" + key, null)
        .json()
        .path("id")
        .asText();
  }

  @Override
  public void close() {
    server.close();
    database.close();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
