package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What open streams ask of the database while nothing is said. */
class IdleStreamsTest {
  /** Asked once a round, by whoever numbers lines. */
  private static final String ROUND = "select position, exists (select 1 from journal";

  private static final int ROUNDS = 10;

  @TempDir Path folder;

  /** H2 counts what it is asked, by statement. */
  @Test
  void furtherIdleStreamsAskNothing() throws Exception {
    TestDatabase database = RunningServer.tables(Databases.H2);
    try (RunningServer api = new RunningServer(database, folder);
        Connection counting = api.connection()) {
      api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
      String record = api.record("ada", "7");
      List<LiveReader> streams = new ArrayList<>();
      try {
        open(api, record, streams, 10);
        Map<String, Integer> ofTen = rounds(counting);
        open(api, record, streams, 100);
        Map<String, Integer> ofAHundred = rounds(counting);

        assertThat(ofAHundred.values())
            .as("no statement is asked for each stream: %s", ofAHundred)
            .allMatch(times -> times <= ROUNDS + 5);
        assertThat(sum(ofAHundred))
            .as("ten: %s, a hundred: %s", ofTen, ofAHundred)
            .isLessThanOrEqualTo(sum(ofTen) + ROUNDS);
      } finally {
        for (LiveReader stream : streams) {
          stream.close();
        }
      }
    }
  }

  /** Each with a token of its own. */
  private static void open(RunningServer api, String record, List<LiveReader> streams, int upTo)
      throws Exception {
    while (streams.size() < upTo) {
      String token =
          api.server
              .tokens()
              .make(
                  new TokenStore.Grant(
                      Caller.Kind.API, "idle", "ada", Set.of(Scope.READ), null, null))
              .token();
      LiveReader stream =
          LiveReader.open(
              HttpRequest.newBuilder(URI.create(api.url("/api/v1/live?topic=record:" + record)))
                  .header("Authorization", "Bearer " + token)
                  .build());
      streams.add(stream);
      stream.until("event: ready");
    }
  }

  /** How often each statement is asked in so many rounds of the node. */
  private static Map<String, Integer> rounds(Connection counting) throws SQLException {
    try (Statement statement = counting.createStatement()) {
      statement.execute("set query_statistics false");
      statement.execute("set query_statistics true");
    }
    Eventually.until(
        "ten rounds have passed", Duration.ofSeconds(60), () -> rounds(asked(counting)) >= ROUNDS);
    return asked(counting);
  }

  private static int rounds(Map<String, Integer> asked) {
    return asked.entrySet().stream()
        .filter(one -> one.getKey().startsWith(ROUND))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static int sum(Map<String, Integer> asked) {
    return asked.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Map<String, Integer> asked(Connection counting) {
    Map<String, Integer> asked = new TreeMap<>();
    try (Statement statement = counting.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select sql_statement, execution_count from information_schema.query_statistics")) {
      while (found.next()) {
        String sql = found.getString(1).strip().replaceAll("\\s+", " ");
        // A commit is of a statement that is counted.
        if (!sql.contains("query_statistics") && !sql.equals("COMMIT")) {
          asked.merge(sql, found.getInt(2), Integer::sum);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return asked;
  }
}
