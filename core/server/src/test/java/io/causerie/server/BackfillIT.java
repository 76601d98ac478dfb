package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.store.Database;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.TokenStore;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a table, read by the real process on PostgreSQL. */
class BackfillIT {
  private static final int ROWS = 12_000;
  private static final int MANY = 50_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  @Tag("chaos")
  void killedBackfillGoesOnWhereItWasAndTakesEachRowOnce() throws Exception {
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      PurchaseTable table = new PurchaseTable(database, folder);
      table.connector("backfill: { rate: 1000000 }\n    reconcile: never");
      table.history(ROWS, 10);
      long killed;
      try (ServerProcess server = ServerProcess.start(folder)) {
        Eventually.until("the connector has begun", table::hasBegun);
        backfill(server, database);
        Eventually.until(
            "a part of the history is read", () -> table.duty("backfill", "rows_read") >= ROWS / 4);
        server.kill();
        killed = table.duty("backfill", "rows_read");
        assertThat(killed).as("it was killed in the middle").isLessThan(ROWS);
      }
      try (ServerProcess again = ServerProcess.start(folder)) {
        assertThat(table.duty("backfill", "rows_read")).isGreaterThanOrEqualTo(killed);
        Eventually.until(
            "the history is read", LONG, () -> table.duty("backfill", "count(ended)") == 1);
        assertThat(again.process().isAlive()).isTrue();
      }
      assertThat(table.duty("backfill", "rows_read"))
          .as("no page was counted twice")
          .isEqualTo(ROWS);
      assertRead(table, ROWS);
    }
  }

  /** Its rows are five times what the process may hold. Nothing is killed; it takes its time. */
  @Test
  @Tag("real")
  void historyAndReconciliationFitInASmallHeap() throws Exception {
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      PurchaseTable table = new PurchaseTable(database, folder);
      table.connector("backfill: { rate: 1000000 }\n    reconcile: never");
      table.history(MANY, 8000);
      try (ServerProcess server = ServerProcess.start(folder, "80m")) {
        Eventually.until("the connector has begun", table::hasBegun);
        backfill(server, database);
        Eventually.until(
            "the history is read", LONG, () -> table.duty("backfill", "count(ended)") == 1);
        table.connector("reconcile: PT1S");
        Eventually.until(
            "all rows are compared",
            LONG,
            () ->
                table.reconciliation(
                        "count(*) filter (where ended is not null and known = " + MANY + ")")
                    == 1);
        assertThat(server.process().isAlive()).isTrue();
      }
      assertRead(table, MANY);
    }
  }

  private static void assertRead(PurchaseTable table, int rows) {
    assertThat(table.number("select count(distinct row_key) from source_row")).isEqualTo(rows);
    assertThat(table.number("select count(*) from event")).isEqualTo(rows);
    assertThat(table.number("select count(*) from record where known")).isEqualTo(rows);
    assertThat(table.number("select count(*) from activity")).as("history is silent").isZero();
  }

  private static void backfill(ServerProcess server, TestDatabase database) throws IOException {
    String token =
        new TokenStore(Database.open(database.source()), Clock.systemUTC())
            .make(
                new TokenStore.Grant(
                    Caller.Kind.API, "history", "ada", Set.of(Scope.OPERATE), null, null))
            .token();
    Request request =
        new Request.Builder()
            .url("http://127.0.0.1:" + server.port() + "/api/v1/connectors/purchases/backfill")
            .header("Authorization", "Bearer " + token)
            .post(RequestBody.create(new byte[0], null))
            .build();
    try (Response response = new OkHttpClient().newCall(request).execute()) {
      assertThat(response.code()).isBetween(200, 204);
    }
  }
}
