package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.db.Databases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A real PostgreSQL that is written to all the time, while its rows are read. */
class SqlStressTest {
  private static final Logger LOG = LoggerFactory.getLogger(SqlStressTest.class);
  private static final Duration LONG = Duration.ofSeconds(6);
  private static final int WRITERS = 4;
  private static final int ROWS = 60;

  /** What the runtime makes of rows that come again: it knows them by key, version and content. */
  private static final class Known {
    final Set<String> known = new HashSet<>();
    final Map<String, Map<String, String>> contents = new HashMap<>();
    final Map<String, List<Integer>> counts = new HashMap<>();
    int read;

    void take(SourceRow row) {
      read++;
      JsonNode data = Source.json(row);
      if (known.add(row.key() + "@" + row.version() + "#" + data)) {
        counts.computeIfAbsent(row.key(), k -> new ArrayList<>()).add(data.get("n").asInt());
      }
      contents
          .computeIfAbsent(row.key(), k -> new HashMap<>())
          .merge(row.version(), data.toString(), (a, b) -> a.equals(b) ? a : a + " | " + b);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"changed_on", "revision"})
  void everyFinalVersionIsReadOnceAndInOrder(String changedOn) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    AtomicBoolean writing = new AtomicBoolean(true);
    AtomicInteger nextId = new AtomicInteger(ROWS);
    try (Source source = new Source(Databases.POSTGRES)) {
      source
          .sql(
              "create sequence revisions",
              "create table item (id int primary key, n int not null,"
                  + " changed_on timestamptz not null, revision bigint not null)",
              "create index on item (changed_on, id)",
              "create index on item (revision, id)",
              "insert into item select i, 0, clock_timestamp(), nextval('revisions')"
                  + " from generate_series(1, "
                  + ROWS
                  + ") i")
          .with(SqlKind.QUERY, "select id, n, changed_on, revision from item")
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, changedOn)
          .with(SqlKind.OVERLAP, "PT4S")
          .with(SqlKind.OVERLAP_NUMBERS, "1500");
      List<Future<Integer>> written = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        written.add(writers.submit(writer(source, new Random(w), writing, nextId)));
      }
      Known runtime = new Known();
      Poller poller = source.poller();
      String cursor = poller.beginning();
      Random random = new Random(42);
      long end = System.nanoTime() + LONG.toNanos();
      while (System.nanoTime() < end) {
        cursor = readSome(source, runtime, cursor, random);
      }
      writing.set(false);
      int changes = 0;
      for (Future<Integer> one : written) {
        changes += one.get();
      }
      // The end of the walk under way, and one more.
      for (int i = 0; i < 2; i++) {
        Source.Walk rest = Source.walk(poller, cursor, 50);
        rest.rows().forEach(runtime::take);
        cursor = rest.next();
      }

      LOG.info(
          "{}: {} changes of {} rows, {} rows read, {} versions seen",
          changedOn,
          changes,
          runtime.counts.size(),
          runtime.read,
          runtime.known.size());
      assertThat(changes).isGreaterThan(100);
      assertThat(lastSeen(runtime)).isEqualTo(last(source));
      assertThat(runtime.contents.values())
          .allSatisfy(v -> assertThat(v.values()).noneMatch(text -> text.contains(" | ")));
      assertThat(runtime.counts.values())
          .allSatisfy(counts -> assertThat(counts).isSorted().doesNotHaveDuplicates());
    } finally {
      writing.set(false);
      writers.shutdownNow();
    }
  }

  /** A few pages of some size; now and then by a poller that was made anew. */
  private static String readSome(Source source, Known runtime, String cursor, Random random)
      throws Exception {
    String at = cursor;
    try (var connector = source.connector()) {
      Poller poller = connector.intake().polled().orElseThrow();
      for (int i = 0; i < 40; i++) {
        int limit = 1 + random.nextInt(30);
        Set<String> inPage = new HashSet<>();
        Poller.Page page = poller.read(at, null, limit);
        for (SourceRow row : page.rows()) {
          assertThat(inPage.add(row.key())).as("a page names a row once").isTrue();
          runtime.take(row);
        }
        at = page.next();
      }
    }
    return at;
  }

  /** Changes rows in transactions that last up to half a second; some are rolled back. */
  private static Callable<Integer> writer(
      Source source, Random random, AtomicBoolean writing, AtomicInteger nextId) {
    return () -> {
      int changes = 0;
      try (Connection connection = source.connection()) {
        connection.setAutoCommit(false);
        while (writing.get()) {
          int inThis = write(connection, random, nextId);
          if (random.nextInt(10) == 0) {
            connection.rollback();
          } else {
            connection.commit();
            changes += inThis;
          }
        }
      }
      return changes;
    };
  }

  private static int write(Connection connection, Random random, AtomicInteger nextId)
      throws SQLException {
    int id = 1;
    int changes = 0;
    // In the order of ids, so that two writers never wait for each other in a circle.
    while ((id += random.nextInt(ROWS / 2)) <= ROWS) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "update item set n = n + 1, changed_on = clock_timestamp(),"
                  + " revision = nextval('revisions') where id = ?")) {
        update.setInt(1, id);
        changes += update.executeUpdate();
      }
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into item values (?, 0, clock_timestamp(), nextval('revisions'))")) {
      insert.setInt(1, nextId.incrementAndGet());
      changes += insert.executeUpdate();
    }
    if (random.nextInt(4) == 0) {
      connection.createStatement().execute("select pg_sleep(" + random.nextDouble() / 2 + ")");
    }
    return changes;
  }

  private static Map<String, Integer> lastSeen(Known runtime) {
    Map<String, Integer> last = new HashMap<>();
    runtime.counts.forEach((key, counts) -> last.put(key, counts.get(counts.size() - 1)));
    return last;
  }

  private static Map<String, Integer> last(Source source) throws SQLException {
    Map<String, Integer> last = new HashMap<>();
    try (Connection connection = source.connection();
        ResultSet rows = connection.createStatement().executeQuery("select id, n from item")) {
      while (rows.next()) {
        last.put(rows.getString(1), rows.getInt(2));
      }
    }
    return last;
  }
}
