package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of H2, made while the server runs and put in place of what came after. */
class BackupTest {
  @TempDir Path folder;

  private TestDatabase database(String url) {
    return Databases.open(url, "sa", "");
  }

  @Test
  void backupIsReadOnFromAndWhoSawMoreBeginsAnew() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("data/desk") + Databases.H2_FILE_OPTIONS;
    Path zip = folder.resolve("backup.zip");
    String ahead;
    String file;
    try (RunningServer api = new RunningServer(database(url), folder)) {
      api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\"}");
      comment(api, "before");
      file = attached(api);
      try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
        connection.createStatement().execute("backup to '" + zip + "'");
      }
      comment(api, "after");
      attached(api);
      ahead = position(api);
    }
    restore(zip, folder.resolve("data"));

    try (RunningServer api = new RunningServer(database(url), folder)) {
      String record = api.record("ada", "7");
      String posts = api.as("ada", "GET", "/api/v1/records/" + record + "/activities", null).text();
      assertThat(posts).contains("before").doesNotContain("after");
      // The folder of files is later than the database: what that knows is there.
      assertThat(api.as("ada", "GET", "/api/v1/files/" + file, null).status()).isEqualTo(200);
      assertThat(live(api, record, ahead, "event: reset")).contains("event: reset");

      api.clock.tick(Duration.ofMinutes(1));
      comment(api, "later");

      assertThat(Long.parseLong(position(api))).isGreaterThan(Long.parseLong(ahead));
      assertThat(live(api, record, ahead, "event: change"))
          .as("the log has grown past the reader, and she misses nothing of it")
          .contains("event: change");
      try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
        assertThat(Orphans.of(sql -> count(connection, sql))).isEmpty();
      }
    }
  }

  private static String attached(RunningServer api) throws IOException {
    String posts = "/api/v1/records/" + api.record("ada", "7") + "/activities";
    return api.attached("ada", api.as("ada", "GET", posts, null).json().at("/items/0/id").asText());
  }

  private static long count(Connection connection, String sql) {
    try (ResultSet result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static void comment(RunningServer api, String text) {
    String path = "/api/v1/records/" + api.record("ada", "7") + "/activities";
    assertThat(api.as("ada", "POST", path, "{\"content\":\"" + text + "\"}").status())
        .isEqualTo(201);
    long before = api.server.causerie().journal().position();
    api.server.causerie().journal().number();
    assertThat(api.server.causerie().journal().position()).isGreaterThanOrEqualTo(before);
  }

  private static String position(RunningServer api) {
    return String.valueOf(api.server.causerie().journal().position());
  }

  private static String live(RunningServer api, String record, String from, String until)
      throws IOException {
    Request request =
        new Request.Builder()
            .url(api.url("/api/v1/live?topic=record:" + record))
            .header(
                "Authorization", "Bearer " + api.token("ada", io.causerie.server.signin.Scope.READ))
            .header("Last-Event-ID", from)
            .build();
    StringBuilder read = new StringBuilder();
    try (Response response =
        new OkHttpClient.Builder()
            .readTimeout(Duration.ofSeconds(30))
            .build()
            .newCall(request)
            .execute()) {
      String line = response.body().source().readUtf8Line();
      while (line != null) {
        read.append(line).append('\n');
        if (line.equals(until)) {
          break;
        }
        line = response.body().source().readUtf8Line();
      }
    }
    return read.toString();
  }

  private static void restore(Path zip, Path data) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Files.copy(
            in,
            data.resolve(Path.of(entry.getName()).getFileName().toString()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void everyColumnThatPointsAtARowIsWalkedForOrphans() throws Exception {
    try (RunningServer api = new RunningServer(Databases.H2, folder);
        Connection connection = api.connection()) {
      Set<String> columns = new TreeSet<>();
      try (ResultSet found = connection.getMetaData().getColumns(null, "PUBLIC", "%", "%")) {
        while (found.next()) {
          String column = found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
          String table = found.getString("TABLE_NAME").toLowerCase(Locale.ROOT);
          boolean number = found.getInt("DATA_TYPE") == Types.BIGINT && !column.equals("id");
          // Figures and cursors, each with a name that says so.
          boolean figure = FIGURES.contains(table);
          if ((number && !figure) || column.matches("person|author|actor_person|removed_by")) {
            columns.add(table + "." + column);
          }
        }
      }
      columns.removeAll(Orphans.walked());
      assertThat(columns)
          .as("columns that point at a row, but are not walked")
          .containsExactlyInAnyOrderElementsOf(NOT_WALKED);
    }
  }

  private static final Set<String> FIGURES =
      Set.of(
          "connector_state",
          "duty",
          "reconciliation",
          "duty_request",
          "event_hour",
          "stream_break");

  /** Numbers that are no rows, and what is trimmed or named before it is known. */
  private static final Set<String> NOT_WALKED =
      Set.of(
          "delivery.line",
          "event.taken",
          // Bytes.
          "file.size",
          "file_content.size",
          "source_row.census",
          "source_row.missed",
          "note.up_to",
          "read_mark.position",
          "follow.from_position",
          "home_item.place",
          "home_mark.place",
          "home_state.position",
          "home_state.stamp",
          "notice_candidate.position",
          "notice.place",
          "notice.position",
          "notice_state.place",
          "notice_state.read_place",
          "notice_state.stamp",
          "wide_item.place",
          "wide_item.other_place",
          "journal.position",
          "journal_head.position",
          "journal_reader.epoch",
          "journal_reader.position",
          "journal_head.removed",
          "rights_version.version",
          "token_version.version",
          "record.stamp",
          // Lines of the log are trimmed.
          "contribution.journal_id",
          // Deliveries that are done are forgotten.
          "item_copy.first_delivery",
          // Whom an origin names is a person only once it counts.
          "origin_person.person",
          "origin_settled.person",
          "databasechangelog.author");
}
