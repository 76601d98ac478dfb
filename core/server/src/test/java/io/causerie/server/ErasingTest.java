package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Origins;
import io.causerie.engine.people.Person;
import io.causerie.engine.people.SourceUsers;
import io.causerie.engine.store.Holdings;
import io.causerie.server.RunningServer.Answer;
import io.causerie.server.signin.Scope;
import io.causerie.testkit.db.Databases;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** After a person is erased, no text of any table tells of her. */
@ParameterizedClass
@EnumSource(Databases.class)
class ErasingTest {
  private static final Origin DIRECTORY = new Origin(Origin.Kind.SCIM, "hr");
  private static final String ADDRESS = "Grace.H@example.org";

  /** Columns of any type that by their name hold a record. */
  private static final Pattern RECORD = Pattern.compile(".*\\.((.*_)?record(_.*)?|merged_into)");

  private static final String CODES = "a code, a version, a key or a digest of Causerie's own";
  private static final String KEYS = "what a source calls its systems, records, types and versions";
  private static final String TOLD =
      "as the source told it, and tells it again: what stands there of a person is the source's";
  private static final String CONNECTORS =
      "how a connector fares; what a source answered is cut and no row of it";
  private static final String NODES = "a node";
  private static final String ORIGINS = "an origin, and what it calls its systems and keys";
  private static final String GONE = "goes with the person's own row, or is a source's id alone";
  private static final String LANGUAGES = "a language; it goes with the row of the person";

  /** Columns of text that hold no person, each with the reason; every other one is spoken of. */
  private static final Map<String, String> NOBODY = nobody();

  private static Map<String, String> nobody() {
    Map<String, String> nobody = new TreeMap<>();
    holdNobody(
        nobody,
        CODES,
        "server_token.digest",
        "server_token.id",
        "server_token.scopes",
        "server_token.csrf",
        "server_token.parent",
        "audience.digest",
        "audience.rule",
        "audience_principal.principal",
        "event_key.digest",
        "event.cause",
        "event.cause_said",
        "event.reason",
        "event.reason_said",
        "event.warnings",
        "event.verdict",
        "reaction.emoji",
        "idempotency.idempotency_key",
        "idempotency.request",
        "audit.action",
        "party.digest",
        "delivery.channel",
        "delivery.state",
        "delivery.outcome",
        "delivery.dedupe",
        "file.digest",
        "file_content.digest",
        "file_content.kind",
        "file_content.state",
        "file_content.preview",
        "record_alias.kind",
        "origin_person.state",
        "journal_reader.rebuilt",
        "erased_id.digest");
    holdNobody(
        nobody, "the word of a program that has seen the content alone", "file_content.refusal");
    holdNobody(
        nobody,
        KEYS,
        "record.system",
        "record.type",
        "record.source_id",
        "record.version",
        "record.version_connector",
        "event_key.connector",
        "event_key.dedupe_key",
        "event.connector",
        "event.dedupe_key",
        "event.source",
        "event.type",
        "event.event_id",
        "event.content_type",
        "event.version",
        "activity.type",
        "activity.event_type",
        "activity.system",
        "contribution.connector",
        "source_row.connector",
        "source_row.row_key",
        "source_row.version",
        "source_row.digest",
        "hint.connector",
        "hint.row_key",
        "audit.connector",
        "note.system",
        "counterpart.system",
        "counterpart.external_id",
        "source_wording.system",
        "source_wording.external_id",
        "source_wording.version",
        "source_wording.parent",
        "awaited.system",
        "awaited.external_id",
        "record_alias.folded",
        "find_type.system",
        "find_type.type");
    holdNobody(
        nobody,
        TOLD,
        "record.url",
        "record.related",
        "record.state",
        "record.definitions",
        "event.extensions",
        "event.seen",
        "activity.changes",
        "contribution.changes",
        "party_member.role");
    holdNobody(
        nobody,
        CONNECTORS,
        "connector_state.pause_reason",
        "bulk_load.reason",
        "connector_state.warning",
        "connector_state.warning_said",
        "connector_state.limits",
        "event_hour.connector",
        "duty.connector",
        "duty.kind",
        "duty.pause_reason",
        "duty.cursor",
        "duty.cursor_end",
        "duty.fault",
        "duty.error",
        "duty.error_said",
        "duty.remedy",
        "duty.remedy_said",
        "reconciliation.connector",
        "stream_break.connector",
        "stream_break.why",
        "stream_break.why_said",
        "duty_request.connector",
        "duty_request.what",
        "duty_request.fault",
        "duty_request.error",
        "duty_request.error_said",
        "duty_request.remedy",
        "duty_request.remedy_said");
    holdNobody(
        nobody,
        NODES,
        "node_lease.holder",
        "connector_state.holder",
        "journal_reader.holder",
        "delivery.claimed_by");
    holdNobody(
        nobody,
        ORIGINS,
        "server_used_jti.issuer",
        "server_used_jti.jti",
        "origin_person.origin",
        "origin_group.origin",
        "origin_identity.origin",
        "origin_settled.origin",
        "origin_identity.system",
        "identity.system",
        "source_actor.system");
    holdNobody(nobody, LANGUAGES, "person.language", "origin_person.language");
    holdNobody(
        nobody,
        GONE,
        "identity.match_key",
        "identity.source_id",
        "origin_identity.source_id",
        "person.id",
        "person_word.word",
        "source_actor.match_key",
        "source_actor.source_id");
    return nobody;
  }

  private static void holdNobody(Map<String, String> nobody, String why, String... columns) {
    for (String column : columns) {
      nobody.put(column, why);
    }
  }

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
  void everyColumnOfTextOrOfARecordIsSpokenOf() throws Exception {
    try (RunningServer api = new RunningServer(databases, folder);
        Connection connection = api.connection()) {
      Set<String> all = new TreeSet<>();
      columns(connection, false).forEach(column -> all.add(column.toString()));
      Set<String> open = new TreeSet<>();
      for (Column column : columns(connection, true)) {
        if (!column.table().startsWith("databasechangelog")) {
          open.add(column.toString());
        }
      }
      all.stream().filter(column -> RECORD.matcher(column).matches()).forEach(open::add);
      Set<String> spokenOf = Holdings.columns(api.server.causerie().holdings());

      assertThat(all).as("columns that are there").containsAll(spokenOf);
      assertThat(all).as("columns that are there").containsAll(NOBODY.keySet());
      assertThat(spokenOf).as("either or").doesNotContainAnyElementsOf(NOBODY.keySet());
      open.removeAll(spokenOf);
      open.removeAll(NOBODY.keySet());
      assertThat(open).as("columns of which no feature says what becomes of them").isEmpty();
    }
  }

  @Test
  void nothingTellsOfWhomIsErased() throws Exception {
    try (RunningServer api = new RunningServer(databases, folder)) {
      directoryNamesHer(api);
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
                "delivery.target",
                "delivery.subject",
                "delivery.failure",
                "delivery.failure_said",
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

  @Test
  void operatorErasesWhoHasLeft() throws Exception {
    try (RunningServer api = new RunningServer(databases, folder)) {
      directoryNamesHer(api);
      live(api);
      assertThat(erase(api, "grace").problem()).isEqualTo("still-active");
      assertThat(erase(api, "grace").json().path("detail").asText())
          .contains("people.yaml, scim:hr", "active: false");
      api.server.causerie().origins().takesBack(DIRECTORY, "grace");
      assertThat(erase(api, "grace").json().path("detail").asText()).startsWith("people.yaml says");
      disable(api, "grace");

      Answer erased = erase(api, "grace");

      assertThat(erased.status()).as(erased.text()).isEqualTo(200);
      String pseudonym = erased.json().path("person").asText();
      assertThat(pseudonym).matches("former-[0-9a-f]{16}");
      try (Connection connection = api.connection()) {
        assertThat(telling(connection)).as("what tells of her still").isEmpty();
      }
      JsonNode line = operator(api, "GET", "/api/v1/audit").json().at("/items/0");
      assertThat(line.path("action").asText()).isEqualTo("erase");
      assertThat(line.path("who").asText()).isEqualTo("mary");
      assertThat(line.path("detail").asText()).isEqualTo(pseudonym);
      disable(api, "grace");
      assertThat(api.server.causerie().people().find("grace")).isEmpty();
      long lines = audited(api);
      for (String nobody : List.of("grace", pseudonym, "Grace Hopper", "nobody")) {
        assertThat(erase(api, nobody.replace(" ", "%20")).status()).as(nobody).isEqualTo(404);
      }
      assertThat(audited(api)).as("nobody was erased").isEqualTo(lines);
      assertThat(api.as("ada", "DELETE", "/api/v1/persons/grace", null).status()).isEqualTo(403);
    }
  }

  /** What a sign-in said of her goes with her: nobody can take it back. */
  @Test
  void whomOnlyASignInNamesIsErased() {
    try (RunningServer api = new RunningServer(databases, folder)) {
      Person guest = new Person("u1", "Una Vega", ADDRESS, true, null, Set.of(), Map.of());
      api.server.causerie().origins().says(new Origin(Origin.Kind.CLAIMS, "sso"), guest);
      assertThat(api.server.causerie().people().find("u1")).isPresent();

      assertThat(erase(api, "u1").status()).isEqualTo(200);

      assertThat(api.server.causerie().people().find("u1")).isEmpty();
    }
  }

  @Test
  void whoWaitsAndWasNeverLetInIsErasedToo() throws Exception {
    try (RunningServer api = new RunningServer(databases, folder)) {
      Origins origins = api.server.causerie().origins();
      origins.says(
          DIRECTORY, List.of(new Person("hr-1", "Una", ADDRESS, false, null, Set.of(), Map.of())));
      origins.says(
          new Origin(Origin.Kind.CLAIMS, "sso"),
          new Person("u1", "Grace Hopper", ADDRESS, false, null, Set.of(), Map.of()));
      assertThat(origins.conflicts()).hasSize(1);

      assertThat(erase(api, "u1").status()).isEqualTo(200);

      assertThat(origins.conflicts()).isEmpty();
    }
  }

  @Test
  void personIsErasedFromTheCommandLine() {
    try (RunningServer api = new RunningServer(databases, folder)) {
      StringWriter told = new StringWriter();

      assertThat(run(api, told, "erase", "grace")).isEqualTo(1);
      assertThat(told.toString()).contains("409", "people.yaml says that grace is active");
      disable(api, "grace");
      assertThat(run(api, told, "erase", "grace")).as(told.toString()).isZero();

      assertThat(told.toString())
          .containsPattern("erased; what she wrote is by former-[0-9a-f]{16}");
      assertThat(run(api, told, "erase", "grace")).isEqualTo(1);
      assertThat(told.toString()).contains("404");
    }
  }

  private static int run(RunningServer api, StringWriter told, String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(told, true));
    command.setErr(new PrintWriter(told, true));
    List<String> all = new ArrayList<>(List.of("people"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--server", api.url("")));
    all.addAll(List.of("--token", api.token("mary", Scope.OPERATE)));
    return command.execute(all.toArray(String[]::new));
  }

  private static Answer erase(RunningServer api, String person) {
    return operator(api, "DELETE", "/api/v1/persons/" + person);
  }

  private static Answer operator(RunningServer api, String method, String path) {
    return api.send(api.token("mary", Scope.OPERATE), method, path, null);
  }

  private static long audited(RunningServer api) {
    return operator(api, "GET", "/api/v1/audit").json().path("items").size();
  }

  /** As {@code active: false} in people.yaml. */
  private static void disable(RunningServer api, String person) {
    api.server
        .causerie()
        .origins()
        .says(
            Origin.PEOPLE_FILE,
            Stream.of("ada", "grace", "mary", "jana")
                .map(
                    id ->
                        new Person(
                            id,
                            id.equals("grace") ? "Grace Hopper" : id,
                            null,
                            false,
                            null,
                            Set.of("sales"),
                            Map.of(),
                            !id.equals(person)))
                .toList());
  }

  private static String posts(RunningServer api) {
    String path = "/api/v1/records/" + api.record("ada", "7") + "/activities";
    return api.as("ada", "GET", path, null).text();
  }

  private static void directoryNamesHer(RunningServer api) {
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
    dead(api);
    api.token("grace", Scope.OPERATE);
    causerie.audit().add("grace", Deed.RUN, "orders", null);
    api.clock.tick(Duration.ofMinutes(1));
  }

  /** A delivery to her that nobody could make. */
  private static void dead(RunningServer api) throws SQLException {
    try (Connection connection = api.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into delivery (id, channel, target, subject, state, attempts, faults, added, since,
            due, failure, failure_said)
          values (4711, 'mail', '%s, order 1', 'grace: order 1', 'dead', 10, 10, now(), now(),
            now(), 'no such mailbox: grace.h@example.ORG', '{"text":"Grace Hopper has left"}')
          """
              .formatted(ADDRESS));
    }
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
