package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.access.SourceDecisions;
import io.causerie.model.RecordRef;
import io.causerie.server.RightsModel.Way;
import io.causerie.server.RunningServer.Answer;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Two servers on one database, a source that decides, and a board that everybody reads. */
final class RightsNodes implements AutoCloseable {
  private final TestDatabase database = RunningServer.tables(Databases.POSTGRES);
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));
  private final Source source = new Source();
  private final List<RunningServer> nodes = List.of(node(), node());
  private final String board;
  private final String boardPost;

  /** A source that shows its users what it was told to. */
  private static final class Source implements SourceDecisions {
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    @Override
    public Map<RecordRef, Boolean> ask(
        String user, Collection<RecordRef> records, Instant deadline) {
      Map<RecordRef, Boolean> answers = new HashMap<>();
      records.forEach(record -> answers.put(record, shown.contains(user)));
      return answers;
    }
  }

  RightsNodes() {
    RunningServer first = at(0);
    first.event("board", "b", "{\"id\":\"board\",\"version\":1,\"status\":\"open\"}");
    String key = "/api/v1/records?system=board&type=Order&id=board";
    board = first.as("herald", "GET", key, null).json().path("id").asText();
    boardPost =
        first
            .as("herald", "GET", "/api/v1/records/" + board + "/activities", null)
            .json()
            .at("/items/0/id")
            .asText();
  }

  private RunningServer node() {
    return new RunningServer(
        database,
        clock,
        Map.of("desk", source),
        Path.of("target", "rights"),
        folder -> {
          RunningServer.write(folder, database);
          RunningServer.file(
              folder,
              "people.yaml",
              """
              groups: { sales: { title: Sales }, finance: { title: Finance } }
              people: [ { id: herald, name: Herald } ]
              """);
          RunningServer.file(
              folder,
              "mappings/order.yaml",
              """
              record: { type: Order, id: .id, version: .version, title: '"Order \\(.id)"' }
              audience: .readers
              track: [ { field: status, label: Status } ]
              posts:
                - { when: created, summary: "{record} came" }
                - { when: changed, summary: "{changes}" }
              """);
          RunningServer.file(
              folder,
              "systems/board.yaml",
              """
              system: board
              audience: everyone
              kind: cloudevents
              connectors:
                board:
                  config: { auth: { bearer: { tokens: [%s] } } }
                  mapping: mappings/order.yaml
              """
                  .formatted(RunningServer.SENDER));
        });
  }

  RunningServer at(int node) {
    return nodes.get(node);
  }

  List<RunningServer> all() {
    return nodes;
  }

  SettableClock clock() {
    return clock;
  }

  /** The users to whom the source shows its records. */
  Set<String> shown() {
    return source.shown;
  }

  /** The record that everybody reads. */
  String board() {
    return board;
  }

  /** A post of it, to be commented on. */
  String boardPost() {
    return boardPost;
  }

  Answer send(int node, Way way, String method, String path, @Nullable String body) {
    return way.isSession()
        ? at(node)
            .send(
                null,
                method,
                path,
                body,
                "Cookie",
                way.secret,
                "X-Causerie-CSRF",
                String.valueOf(way.guard))
        : at(node).send(way.secret, method, path, body);
  }

  /** Follows both systems: whatever happens there comes to the home of who may read it. */
  void follow(Way way) {
    for (String system : List.of("desk", "board")) {
      String wish = "{\"system\":\"" + system + "\"}";
      assertThat(send(0, way, "POST", "/api/v1/follows", wish).status()).isEqualTo(201);
    }
  }

  /** Until homes tell of all that has happened. */
  void settleHomes() {
    long position = number("select max(position) from journal");
    Eventually.until(
        "the homes are written",
        () -> number("select position from journal_reader where name = 'home'") >= position);
  }

  long number(String sql) {
    try (var connection = at(0).connection();
        var found = connection.createStatement().executeQuery(sql)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    at(1).server.close();
    at(0).close();
  }
}
