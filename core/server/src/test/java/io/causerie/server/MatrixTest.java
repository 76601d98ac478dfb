package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Origins;
import io.causerie.engine.people.Person;
import io.causerie.engine.people.SourceUsers;
import io.causerie.engine.webhook.Endpoint;
import io.causerie.engine.webhook.Webhooks;
import io.causerie.model.ActivityId;
import io.causerie.model.IdText;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.server.live.Topic;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation of the contract, and every topic of the stream, asked for by eight callers; the
 * answers stand in {@code matrix.txt}. An operation without its row fails, so that none comes in
 * unasked.
 */
class MatrixTest {
  private static final String LIVE = "/api/v1/live";

  /** What is done with a connector that reads by itself. */
  private static final Set<String> READING = Set.of("run", "reconcile", "backfill", "reset");

  @TempDir Path folder;

  /** Who calls; in the order of the columns. */
  private enum Who {
    /** Without a token. */
    NOBODY,
    /** From outside, and not named for the record. */
    GUEST,
    /** A member of staff who may not read the record. */
    STRANGER,
    /** Somebody who may, and wrote nothing. */
    READER,
    /** Who wrote the post and the comment. */
    AUTHOR,
    /** Who operates, which is no right to read the record. */
    OPERATOR,
    /** A token of a reader that may read only. */
    MACHINE,
    /** Who was an author until she left. */
    DISMISSED
  }

  /** One operation, or one topic, and what each caller is answered. */
  private record Row(String method, String path, @Nullable String body, List<String> expected) {
    /** {@code GET /path [{"a":"body"}] 401 ...}; a topic is a path of its own. */
    static Row of(String line) {
      String[] words = line.strip().split(" +");
      int answers = words.length - Who.values().length;
      String body = answers > 2 ? String.join(" ", Arrays.asList(words).subList(2, answers)) : null;
      return new Row(words[0], words[1], body, Arrays.asList(words).subList(answers, words.length));
    }

    String operation() {
      return method + " " + (path.startsWith(LIVE) ? path : path.replaceAll("\\?.*", ""));
    }
  }

  private static List<Row> rows() throws IOException {
    try (var in = MatrixTest.class.getResourceAsStream("/matrix.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Row::of)
          .toList();
    }
  }

  /** The operations of the contract, the live stream once for each topic. */
  private static Set<String> operations(RunningServer api) {
    Set<String> operations = new TreeSet<>();
    for (Operation operation : Operation.of(api)) {
      if (operation.path().equals(LIVE)) {
        topics().forEach(topic -> operations.add(operation + "?topic=" + topic));
      } else {
        operations.add(operation.toString());
      }
    }
    return operations;
  }

  /** Every topic there is, as a stream asks for it. */
  private static List<String> topics() {
    List<String> topics = new ArrayList<>();
    for (Class<?> kind : Topic.class.getPermittedSubclasses()) {
      if (kind.isEnum()) {
        Arrays.stream(kind.getEnumConstants())
            .forEach(topic -> topics.add(topic.toString().toLowerCase(Locale.ROOT)));
      } else {
        String of = kind.getSimpleName().replaceAll("^Of", "").toLowerCase(Locale.ROOT);
        topics.add("%s:{%s}".formatted(of, of));
      }
    }
    return topics;
  }

  @Test
  void everyOperationHasItsRow() throws IOException {
    Set<String> rows = new TreeSet<>();
    rows().forEach(row -> rows.add(row.operation()));

    try (RunningServer api = new RunningServer(Databases.H2, folder)) {
      assertThat(rows).containsExactlyElementsOf(operations(api));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void eachCallerIsAnsweredWhatHerRowSays(Databases databases) throws Exception {
    TestDatabase database = RunningServer.tables(databases);
    new PurchaseTable(database, folder);
    try (RunningServer api =
        new RunningServer(
            database,
            new SettableClock(Instant.parse("2026-11-23T08:00:00Z")),
            Map.of(),
            folder,
            written -> {})) {
      Fixture fixture = new Fixture(api);
      List<String> actual = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (Row row : rows()) {
        List<String> answers = new ArrayList<>();
        for (Who who : Who.values()) {
          answers.add(String.valueOf(fixture.status(row, who)));
        }
        actual.add(row.method() + " " + row.path() + " " + String.join(" ", answers));
        expected.add(row.method() + " " + row.path() + " " + String.join(" ", row.expected()));
      }
      assertThat(actual).containsExactlyElementsOf(expected);
    }
  }

  /** A record with a post, a comment and an event, new for each caller of each row. */
  private static final class Fixture {
    private final RunningServer api;
    private final OkHttpClient client = new OkHttpClient();
    private final Map<Who, String> tokens = new EnumMap<>(Who.class);
    private final RecordId record;
    private final Viewer author = new Viewer("ada");
    private int made = 100;

    Fixture(RunningServer api) {
      this.api = api;
      api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
      record = RecordId.parse(api.record("ada", "7"));
      tokens.put(Who.GUEST, api.token("jana", Scope.READ, Scope.WRITE));
      tokens.put(Who.STRANGER, api.token("mary", Scope.READ, Scope.WRITE));
      tokens.put(Who.READER, api.token("grace", Scope.READ, Scope.WRITE));
      tokens.put(Who.AUTHOR, api.token("ada", Scope.READ, Scope.WRITE));
      tokens.put(Who.OPERATOR, api.token("mary", Scope.READ, Scope.WRITE, Scope.OPERATE));
      tokens.put(Who.MACHINE, api.token("grace", Scope.READ));
      tokens.put(Who.DISMISSED, api.token("otto", Scope.READ, Scope.WRITE, Scope.OPERATE));
      api.server
          .causerie()
          .origins()
          .says(
              Origin.PEOPLE_FILE,
              api.server.causerie().people().all().stream()
                  .filter(person -> !person.id().equals("otto"))
                  .map(
                      person ->
                          new Person(
                              person.id(),
                              person.name(),
                              null,
                              person.guest(),
                              null,
                              person.groups(),
                              Map.of()))
                  .toList());
    }

    int status(Row row, Who who) throws IOException {
      ActivityId post =
          api.server.causerie().feed().post(author, record, Lane.INTERNAL, "A question", null).id();
      String note =
          api.server
              .causerie()
              .discussion()
              .reply(author, post, "An answer", null, null, null)
              .id()
              .toString();
      made++;
      String last = row.path().substring(row.path().lastIndexOf('/') + 1);
      boolean polled = READING.contains(last) || row.path().contains("{duty}");
      String path =
          row.path()
              .replace("{record}", record.toString())
              .replace("{follow}", record.toString())
              .replace("{activity}", post.toString())
              .replace("{note}", note)
              .replace("{emoji}", "%F0%9F%91%8D")
              .replace("{connector}", polled ? "purchases" : "orders")
              .replace("{duty}", "poll")
              .replace("{kind}", "not-found")
              .replace("/people/{person}", "/people/grace")
              .replace("{name}", "causerie");
      path =
          path.contains("{file}")
              ? path.replace("{file}", api.attached("ada", post.toString()))
              : path;
      boolean systems = path.startsWith("/api/v1/systems/{system}");
      path = systems ? path.replace("{system}", "desk") : path;
      path =
          path.contains("{webhook}")
              ? path.replace("{webhook}", webhook(systems ? "desk" : null))
              : path;
      path = path.contains("{event}") ? path.replace("{event}", event()) : path;
      path = path.contains("{user}") ? path.replace("{user}", user(row.method())) : path;
      path = path.contains("{person}") ? path.replace("{person}", former()) : path;
      path = path.contains("{session}") ? path.replace("{session}", session()) : path;
      String body = row.body();
      if (body != null) {
        String token = tokens.getOrDefault(who, "csr_wrong");
        body = body.replace("{record}", record.toString()).replace("{token}", token);
        body = body.contains("{subject}") ? body.replace("{subject}", subject(last)) : body;
      }
      return path.startsWith(LIVE)
          ? opened(path, tokens.get(who))
          : api.send(tokens.get(who), row.method(), path, body).status();
    }

    /** The event that the record was made by. */
    private String event() {
      return api.send(
              tokens.get(Who.OPERATOR), "GET", "/api/v1/connectors/orders/events?limit=1", null)
          .json()
          .at("/items/0/id")
          .asText();
    }

    /** A user of the desk's, whom nobody knows; to be taken back, one who is known. */
    private String user(String method) {
      String name = "user-" + made;
      api.event(
          name,
          "{\"id\":\"%s\",\"version\":1,\"status\":\"open\",\"by\":\"%s\"}".formatted(made, name));
      SourceUsers users = api.server.causerie().users();
      long id = users.list(SourceUsers.Show.UNKNOWN, null, name, null, 9).items().get(0).id();
      if (method.equals("DELETE")) {
        users.map(id, "grace");
      }
      return new ActivityId(id).toString();
    }

    /** Somebody whom only a sign-in named. */
    private String former() {
      String id = "former-" + made;
      api.server
          .causerie()
          .origins()
          .says(new Origin(Origin.Kind.CLAIMS, "sso"), called(id, id + "@example.org"));
      return id;
    }

    /** An endpoint of a reader, or of a system. */
    private String webhook(@Nullable String system) {
      Webhooks webhooks = api.server.causerie().webhooks();
      Viewer reader = new Viewer("grace");
      webhooks.of(reader).forEach(webhooks::remove);
      webhooks.ofSystem("desk").forEach(webhooks::remove);
      return IdText.format(
          webhooks
              .add("grace", system, "https://hooks.example.com/", new Endpoint.Sealed("0", ""))
              .id());
    }

    private String session() {
      String name = "session-" + made;
      api.server
          .tokens()
          .make(
              new TokenStore.Grant(Caller.Kind.API, name, "grace", Set.of(Scope.READ), null, null));
      return api.server.tokens().open(null, 9_999).orElseThrow().stream()
          .filter(open -> open.name().equals(name))
          .findFirst()
          .orElseThrow()
          .id();
    }

    /** Somebody whose address is another's, decided upon where that is to be opened anew. */
    private String subject(String action) {
      Origins origins = api.server.causerie().origins();
      String subject = "subject-" + made;
      String address = subject + "@example.org";
      origins.says(new Origin(Origin.Kind.SCIM, "hr"), List.of(called("grace", address)));
      origins.says(new Origin(Origin.Kind.CLAIMS, "sso"), called(subject, address));
      if (action.equals("reopen")) {
        origins.decide("claims:sso", subject, "grace");
      }
      return subject;
    }

    private static Person called(String id, String address) {
      return new Person(id, "Grace Hopper", address, false, null, Set.of(), Map.of());
    }

    /** The status alone: a stream does not end by itself. */
    private int opened(String path, @Nullable String token) throws IOException {
      Request.Builder request = new Request.Builder().url(api.url(path));
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      try (Response response = client.newCall(request.build()).execute()) {
        return response.code();
      }
    }
  }
}
