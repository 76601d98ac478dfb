package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL plans what people wait for once, and keeps the plan: to plan a statement of six tables
 * takes it five times as long as to run it. It does so for whatever names one thing by {@code =};
 * what takes a list it plans anew each time, since it does not know how long the list is.
 */
class PlansTest {
  private static final int ENOUGH = 1_200;

  /** PostgreSQL plans the first five anew to see what that is worth. */
  private static final int AT_FIRST = 8;

  private static final int TIMES = 30;

  @Test
  void whatPeopleWaitForIsPlannedOnce() throws SQLException {
    TestDatabase database = Desk.tables(Databases.POSTGRES);
    try (Desk desk = new Desk(database)) {
      List<CompletableFuture<?>> all = new ArrayList<>();
      for (int i = 0; i < ENOUGH; i++) {
        SourceEvent event = desk.event(order("many-" + i).status("Open").build());
        all.add(
            desk.causerie
                .ingest()
                .accept("orders", Ingest.keyOf(event), event)
                .toCompletableFuture());
      }
      all.forEach(CompletableFuture::join);
      for (String related : List.of("2", "3", "4")) {
        desk.ingest(order(related).status("Open"));
      }
      desk.ingest(
          order("1")
              .status("Open")
              .related(
                  new Related("part", Desk.order("2"), null),
                  new Related("part", Desk.order("3"), null),
                  new Related("part", Desk.order("4"), null)));
      RecordId record = desk.id("1");
      Viewer ada = Desk.as("ada");
      ActivityId post =
          desk.causerie.feed().post(Desk.as("grace"), record, Lane.INTERNAL, "Well?", null).id();
      anew(database);

      for (int i = 0; i < TIMES; i++) {
        desk.ingest(order("one-" + i).status("Open"));
        desk.causerie.discussion().reply(ada, post, "Yes " + i, null, null, null);
        desk.causerie.discussion().notes(ada, post, null, 20);
        desk.causerie.records().markRead(ada, record, desk.position());
        desk.causerie
            .records()
            .look(
                ada,
                Desk.order("1"),
                (h, in) -> desk.causerie.feed().page(h, in, ActivityView.Show.ALL, null, 20));
      }

      assertThat(plannedAnew(database.pool())).as("by writers").isEmpty();
      assertThat(plannedAnew((HikariDataSource) database.reads())).as("by readers").isEmpty();
    }
  }

  /** With tables that are known to be full, as of any server that has run for a while. */
  private static void anew(TestDatabase database) throws SQLException {
    try (Connection connection = database.source().getConnection()) {
      connection.createStatement().execute("analyze");
    }
    database.pool().getHikariPoolMXBean().softEvictConnections();
    ((HikariDataSource) database.reads()).getHikariPoolMXBean().softEvictConnections();
  }

  private static List<String> plannedAnew(HikariDataSource pool) throws SQLException {
    List<Connection> connections = new ArrayList<>();
    List<String> statements = new ArrayList<>();
    int all = pool.getHikariPoolMXBean().getTotalConnections();
    try {
      for (int i = 0; i < all; i++) {
        connections.add(pool.getConnection());
      }
      for (Connection connection : connections) {
        try (ResultSet planned =
            connection
                .createStatement()
                .executeQuery(
                    "select custom_plans, statement from pg_prepared_statements"
                        + " where custom_plans > "
                        + AT_FIRST)) {
          while (planned.next()) {
            statements.add(planned.getInt(1) + " times: " + planned.getString(2));
          }
        }
      }
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
    return statements;
  }
}
