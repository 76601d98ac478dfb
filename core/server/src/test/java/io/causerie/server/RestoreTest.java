package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.DebianPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup as docs/operations.md makes it, with the tools and the server of the distribution. */
@Tag("real")
class RestoreTest {
  private static final String ORDER =
      "{\"id\":\"7\",\"version\":%d,\"status\":\"%s\",\"by\":\"alovelace\"}";

  @TempDir Path folder;

  @Test
  void dumpIsRestoredIntoAnotherDatabaseAndReadersGoOnOrBeginAnew() throws Exception {
    try (DebianPostgres postgres = DebianPostgres.start()) {
      postgres.create("causerie");
      postgres.create("causerie_new");
      String dump = postgres.file("causerie.dump").toString();
      JsonNode before;
      long ahead;
      try (TestDatabase database = postgres.database("causerie");
          RunningServer api = new RunningServer(database, folder.resolve("first"))) {
        api.event("1", ORDER.formatted(1, "open"));
        comment(api, "before the backup");
        before = activities(api);
        postgres.run("pg_dump", "-Fc", "-f", dump, "causerie");
        comment(api, "after the backup");
        api.event("2", ORDER.formatted(2, "shipped"));
        ahead = LiveReader.position(api, record(api));
      }

      postgres.run("pg_restore", "-d", "causerie_new", dump);

      try (TestDatabase database = postgres.database("causerie_new");
          RunningServer api = new RunningServer(database, folder.resolve("second"))) {
        assertThat(activities(api)).isEqualTo(before);
        try (LiveReader reader = LiveReader.from(api, "ada", record(api), ahead)) {
          assertThat(reader.next()).as("a reader ahead of the log").isEqualTo("reset");
        }
        api.event("2", ORDER.formatted(2, "shipped"));
        comment(api, "after the restore");
        assertThat(activities(api).toString())
            .contains("after the restore")
            .contains("shipped")
            .doesNotContain("after the backup");
      }
    }
  }

  private static String record(RunningServer api) {
    return api.record("ada", "7");
  }

  private static void comment(RunningServer api, String words) {
    assertThat(
            api.as(
                    "ada",
                    "POST",
                    "/api/v1/records/" + record(api) + "/activities",
                    "{\"content\":\"" + words + "\"}")
                .status())
        .isEqualTo(201);
  }

  private static JsonNode activities(RunningServer api) {
    return api.send(
            api.token("ada", Scope.READ, Scope.WRITE),
            "GET",
            "/api/v1/records/" + record(api) + "/activities",
            null)
        .json();
  }
}
