package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.audit.Deed;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.people.SourceUsers;
import io.causerie.engine.store.Holdings;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** After a person is erased, no text of any table tells of her. */
@ParameterizedClass
@EnumSource(Databases.class)
class ErasingTest {
  private static final Origin DIRECTORY = new Origin(Origin.Kind.SCIM, "hr");
  private static final String ADDRESS = "Grace.H@example.org";

  /** Columns that by their name hold a person, an address, a record or people's words. */
  private static final Pattern TELLING =
      Pattern.compile(
          "person|author|actor|(?:.*_)?(?:by|email|address|reader|person|actor)|who|subject|name"
              + "|(?:.*_)?record(?:_.*)?|merged_into|content|html|detail|title|summary|.*_label"
              + "|group_name");

  /** Not of Causerie's own features. */
  private static final Set<String> OTHERS =
      Set.of(
          "databasechangelog.author",
          "databasechangeloglock.lockedby",
          // The node that does it.
          "delivery.claimed_by");

  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;

  private record Column(String table, String name) {
    @Override
    public String toString() {
      return table + "." + name;
    }
  }

  private static List<Column> columns(Connection connection, boolean text) throws SQLException {
    List<Column> columns = new ArrayList<>();
    try (ResultSet found =
        connection
            .createStatement()
            .executeQuery(
                """
                select table_name, column_name from information_schema.columns
                where lower(table_schema) = 'public'
                """
                    + (text
                        ? "and (lower(data_type) like '%char%' or lower(data_type) = 'text')"
                        : "")
                    + " order by table_name, column_name")) {
      while (found.next()) {
        String table = found.getString(1).toLowerCase(Locale.ROOT);
        if (!table.startsWith("pg_") && !table.startsWith("sql_")) {
          columns.add(new Column(table, found.getString(2).toLowerCase(Locale.ROOT)));
        }
      }
    }
    return columns;
  }

  @Test
  void everyColumnThatTellsOfAPersonOrARecordIsSpokenOf() throws Exception {
    try (RunningServer api = new RunningServer(databases, folder);
        Connection connection = api.connection()) {
      Set<String> telling = new TreeSet<>();
      Set<String> all = new TreeSet<>();
      for (Column column : columns(connection, false)) {
        all.add(column.toString());
        if (TELLING.matcher(column.name()).matches() && !OTHERS.contains(column.toString())) {
          telling.add(column.toString());
        }
      }
      Set<String> spokenOf = Holdings.columns(api.server.causerie().holdings());

      assertThat(all).as("columns that are there").containsAll(spokenOf);
      telling.removeAll(spokenOf);
      assertThat(telling).as("columns of which no feature says what becomes of them").isEmpty();
    }
  }

  @Test
  void nothingTellsOfWhomIsErased() throws Exception {
    try (RunningServer api = new RunningServer(databases, folder)) {
      api.server
          .causerie()
          .origins()
          .says(
              DIRECTORY,
              List.of(
                  new Person(
                      "grace",
                      "Grace Hopper",
                      ADDRESS,
                      false,
                      "en",
                      Set.of("sales"),
                      Map.of("desk", List.of("gh-7")))));
      live(api);
      try (Connection connection = api.connection()) {
        assertThat(telling(connection).keySet())
            .as("what tells of her before")
            .contains(
                "note.author",
                "note.content",
                "note.html",
                "wording.content",
                "activity.actor_person",
                "mention.person",
                "reaction.person",
                "follow.person",
                "read_mark.person",
                "journal.person",
                "audit.who",
                "audit.detail",
                "server_token.person",
                "origin_person.email",
                "origin_settled.person",
                "origin_identity.subject",
                "party_member.person",
                "idempotency.person",
                "source_actor.person",
                "identity.person",
                "person_word.word");
      }

      api.server.causerie().people().erase("grace");

      try (Connection connection = api.connection()) {
        assertThat(telling(connection)).as("what tells of her still").isEmpty();
      }
      assertThat(api.server.causerie().people().find("grace")).isEmpty();
      String posts = posts(api);
      assertThat(posts).contains("Former colleague").doesNotContainIgnoringCase("grace");
      api.server
          .causerie()
          .origins()
          .says(DIRECTORY, List.of(Person.employee("grace", "Another", "sales")));
      assertThat(api.server.causerie().people().find("grace"))
          .as("nobody is given her id")
          .isEmpty();
      api.event("9", "{\"id\":\"7\",\"version\":9,\"status\":\"sent\",\"by\":\"gh-7\"}");
      api.event("10", "{\"id\":\"8\",\"version\":1,\"status\":\"new\",\"owner\":\"grace\"}");
      try (Connection connection = api.connection()) {
        Map<String, String> again = telling(connection);
        again.keySet().removeAll(Set.of("event.seen"));
        assertThat(again).as("what comes later tells of her no more").isEmpty();
      }
    }
  }

  private static String posts(RunningServer api) {
    String path = "/api/v1/records/" + api.record("ada", "7") + "/activities";
    return api.as("ada", "GET", path, null).text();
  }

  /** Everything that a person leaves behind. */
  private static void live(RunningServer api) throws SQLException {
    api.event("1", "{\"id\":\"7\",\"version\":1,\"status\":\"open\",\"by\":\"gh-7\"}");
    api.event("2", "{\"id\":\"7\",\"version\":2,\"status\":\"packed\",\"by\":\"gh-8\"}");
    api.event("3", "{\"id\":\"6\",\"version\":1,\"status\":\"open\",\"owner\":\"grace\"}");
    var causerie = api.server.causerie();
    long user =
        causerie.users().list(SourceUsers.Show.UNKNOWN, null, "gh-8", null, 9).items().get(0).id();
    causerie
        .audit()
        .act(
            "grace",
            Deed.MAP_USER,
            null,
            done -> "desk gh-8 is grace (Grace Hopper)",
            () -> causerie.users().map(user, "grace"));
    causerie
        .origins()
        .says(
            new Origin(Origin.Kind.CLAIMS, "sso"),
            new Person("u1", "Grace Hopper", ADDRESS, false, null, Set.of(), Map.of()));
    causerie.origins().decide("claims:sso", "u1", "grace");
    String record = "/api/v1/records/" + api.record("grace", "7");
    String post =
        api.as(
                "grace",
                "POST",
                record + "/activities",
                "{\"content\":\"Mine\"}",
                "Idempotency-Key",
                "k")
            .json()
            .path("id")
            .asText();
    String notes = "/api/v1/activities/" + post + "/notes";
    api.as("grace", "POST", notes, "{\"content\":\"Hers\"}");
    String note =
        api.as(
                "ada",
                "POST",
                notes,
                "{\"content\":\"Ask [@Grace](person:grace), GRACE HOPPER, at grace.h@EXAMPLE.org\"}")
            .json()
            .path("id")
            .asText();
    String edit = "{\"content\":\"Ask grace hopper\"}";
    String edited = api.as("ada", "PATCH", "/api/v1/notes/" + note, edit).text();
    assertThat(edited).contains("grace hopper");
    api.as("ada", "POST", notes, "{\"content\":\"And [@Grace](person:grace) again\"}");
    api.as("grace", "PUT", "/api/v1/notes/" + note + "/reactions/%F0%9F%91%8D", null);
    api.as("grace", "PUT", record + "/follow", null);
    causerie.journal().number();
    String read = "{\"upTo\":%d}".formatted(causerie.journal().position());
    assertThat(api.as("grace", "PUT", record + "/read", read).status()).isEqualTo(204);
    api.token("grace", Scope.OPERATE);
    causerie.audit().add("grace", Deed.RUN, "orders", null);
    api.clock.tick(Duration.ofMinutes(1));
  }

  /** The columns in which her id, her name or her address stands, each with one such text. */
  private static Map<String, String> telling(Connection connection) throws SQLException {
    Map<String, String> telling = new TreeMap<>();
    for (Column column : columns(connection, true)) {
      String sql =
          "select %s from %s where lower(%s) like '%%grace%%'"
              .formatted(column.name(), column.table(), column.name());
      try (Statement statement = connection.createStatement();
          ResultSet found = statement.executeQuery(sql)) {
        if (found.next()) {
          telling.put(column.toString(), found.getString(1));
        }
      }
    }
    return telling;
  }
}
