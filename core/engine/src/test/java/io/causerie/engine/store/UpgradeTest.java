package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Observed;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.Version;
import io.causerie.model.json.ModelJson;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in the tables of an earlier release reads on. */
@ParameterizedClass
@EnumSource(Databases.class)
class UpgradeTest {
  /** Changesets of the first tables, before records referred to parties. */
  private static final int FIRST_TABLES = 10;

  @Parameter Databases databases = Databases.H2;

  /** Before an event kept what it was seen to tell, and before an emoji had one form. */
  private static final int BEFORE_SEEN = 17;

  private static final int BEFORE_ONE_EMOJI = 20;

  private static void firstTables(TestDatabase database) throws Exception {
    tables(database, FIRST_TABLES);
  }

  private static void tables(TestDatabase database, int changesets) throws Exception {
    try (var connection = database.source().getConnection()) {
      changes(connection).update(changesets, new Contexts(), new LabelExpression());
    }
  }

  /** The tables as they were before a changeset. */
  static void tablesBefore(String changeset, TestDatabase database) throws Exception {
    try (var connection = database.source().getConnection()) {
      Liquibase changes = changes(connection);
      List<String> names =
          changes.getDatabaseChangeLog().getChangeSets().stream().map(ChangeSet::getId).toList();
      assertThat(names).contains(changeset);
      changes.update(names.indexOf(changeset), new Contexts(), new LabelExpression());
    }
  }

  private static Liquibase changes(Connection connection) throws Exception {
    return new Liquibase(
        "io/causerie/engine/changelog.xml",
        new ClassLoaderResourceAccessor(Schema.class.getClassLoader()),
        new JdbcConnection(connection));
  }

  @Test
  void rowsThatAreThereTellOfTheirRecords() throws Exception {
    try (TestDatabase database = databases.fresh()) {
      tablesBefore("0.1-row-records", database);
      String data = databases == Databases.H2 ? "X'7b7d'" : "'\\x7b7d'";
      Database db = Database.over(database.source());
      db.writing(
          h -> {
            for (int i = 1; i <= 3; i++) {
              h.execute(
                  "insert into record (id, system, type, source_id, state, audience_id, known,"
                      + " deleted) values ("
                      + (i + ", 'desk', 'Order', '" + i + "', '[]', 1, true, ")
                      + (i == 3 ? "current_timestamp)" : "null)"));
              h.execute(
                  "insert into event (id, connector, dedupe_key, received, fate, record_id, source,"
                      + " type, event_id, extensions, data) values ("
                      + (10 + i)
                      + ", 'orders', 'k', current_timestamp, 1, "
                      + (i + ", '/desk', 'row', 'e', '{}', " + data + ")"));
            }
            h.execute(
                "insert into source_row (connector, row_key, version, census, event_id, gone)"
                    + " values ('orders', 'there', '1', 0, 11, null),"
                    + " ('orders', 'left', '1', 0, 12, current_timestamp),"
                    + " ('orders', 'deleted', '1', 0, 13, current_timestamp),"
                    + " ('orders', 'old', '1', 0, null, null)");
          });

      Schema.update(database.source(), "io/causerie/engine/changelog.xml");

      assertThat(
              db.<List<String>>read(
                  h ->
                      h.createQuery(
                              "select row_key || ' ' || coalesce(cast(record_id as varchar), '-')"
                                  + " from source_row order by row_key")
                          .mapTo(String.class)
                          .list()))
          .containsExactly("deleted -", "left 2", "old -", "there 1");
    }
  }

  private static void write(TestDatabase database, String statements) {
    Database.over(database.source())
        .writing(
            h -> {
              for (String sql : statements.split(";")) {
                h.execute(sql);
              }
            });
  }

  private static Desk upgraded(TestDatabase database) {
    Desk desk = new Desk(database);
    desk.settle();
    return desk;
  }

  private static final String ORDER =
      """
      insert into audience (id, digest, rule) values (1, 'a', '{"alternatives":[[["system:desk"]]]}');
      insert into audience_principal (principal, audience_id, alternative, clause, clauses)
        values ('system:desk', 1, 0, 0, 1);
      insert into record (id, system, type, source_id, state, version, version_connector,
        audience_id, known) values (7, 'desk', 'Order', '1',
        '%s', 'n5', 'orders', 1, true);
      insert into record_alias (record_key, record_id) values ('desk\u001fOrder\u001f1', 7)
      """
          .formatted(paid());

  private static String paid() {
    return ModelJson.writeList(
        ObservationBuilder.order("1").status("Paid").build().fields(), Observed.class);
  }

  @Test
  void eventsOfBeforeAreSeenAsTheirContributionsTell() throws Exception {
    try (TestDatabase database = databases.fresh()) {
      tables(database, BEFORE_SEEN);
      write(database, ORDER);
      String observed = paid();
      for (Object[] old :
          new Object[][] {
            {11, "n5", 1, null, null},
            {12, "t1700000000.25", 1, null, null},
            {13, "n-3", 1, null, null},
            {14, null, 1, null, "x; history, from before the connector began: known now"},
            {15, null, 3, "not a CloudEvent", "element 3: no id"},
            {16, null, 3, "a step of the route fails: IOException", "mend it"},
            {17, null, 2, null, "left the route: a step let it go"}
          }) {
        Database.over(database.source())
            .writing(
                h -> {
                  h.execute(
                      """
                      insert into event (id, connector, dedupe_key, received, fate, cause, reason,
                        record_id, source, type, event_id, extensions, data)
                      values (?, 'orders', ?, '2026-11-23 08:00:00+00', ?, ?, ?, 7, '/desk', 'order',
                        'e', '{}', ?)
                      """,
                      old[0],
                      "k" + old[0],
                      old[2],
                      old[3],
                      old[4],
                      new byte[] {1});
                  if (old[1] != null) {
                    h.execute(
                        """
                        insert into contribution (activity_id, event_id, record_id, connector,
                          published, version, observed, changes, live_id)
                        values (8, ?, 7, 'orders', '2026-11-23 08:00:00+00', ?, ?, '[]', 1)
                        """,
                        old[0],
                        old[1],
                        observed);
                  }
                });
      }

      try (Desk desk = upgraded(database)) {
        assertThat(column(database, "verdict", 11, 15, 16, 17))
            .containsExactly("mapping", "door", "route", "route");
        assertThat(
                column(database, "silent", 11, 14).stream()
                    .map(s -> s.toLowerCase(Locale.ROOT).charAt(0)))
            .containsExactly('f', 't');
        assertThat(column(database, "version", 11, 12, 13))
            .containsExactly(
                Version.of(5).sortable(), Version.parse("t1700000000.25").sortable(), "null");
        assertThat(column(database, "taken", 11, 14)).containsExactly("11", "null");

        var late = desk.ingest(ObservationBuilder.order("1").version(4).status("Paid"));
        var again = desk.ingest(ObservationBuilder.order("1").version(6).status("Sent"));

        assertThat(late.fate()).isEqualTo(io.causerie.engine.ingest.Fate.POSTED);
        assertThat(again.fate()).isEqualTo(io.causerie.engine.ingest.Fate.POSTED);
        assertThat(desk.feed("ada", "1").stream().flatMap(p -> p.changes().stream()))
            .extracting(c -> String.valueOf(c.from()))
            .contains("Text[text=Paid]");
      }
    }
  }

  private static List<String> column(TestDatabase database, String column, int... events)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement()) {
      for (int event : events) {
        try (var rows =
            statement.executeQuery("select " + column + " from event where id = " + event)) {
          rows.next();
          values.add(String.valueOf(rows.getString(1)));
        }
      }
    }
    return values;
  }

  @Test
  void emojiOfTwoSpellingsIsOneReaction() throws Exception {
    try (TestDatabase database = databases.fresh()) {
      tables(database, BEFORE_ONE_EMOJI);
      write(
          database,
          """
          insert into reaction (item, emoji, person, given) values
            (1, '\u2764\uFE0F', 'ada', '2026-11-23 08:00:00+00'),
            (1, '\u2764', 'ada', '2026-11-23 08:00:00+00'),
            (1, '\u2764\uFE0F', 'grace', '2026-11-23 08:00:00+00'),
            (1, '\uD83D\uDC4D', 'ada', '2026-11-23 08:00:00+00')
          """);

      try (Desk desk = upgraded(database)) {
        assertThat(desk.count("select count(*) from reaction")).isEqualTo(3);
        assertThat(desk.count("select count(*) from reaction where emoji = '\u2764'")).isEqualTo(2);
      }
    }
  }

  @Test
  void mentionThatWasNeverCheckedIsShownAsText() throws Exception {
    try (TestDatabase database = databases.fresh()) {
      tables(database, BEFORE_ONE_EMOJI);
      String drawn = "<p><span class=\"mention\" data-person=\"otto\">@Otto</span></p>";
      String content = "[@](person:ada) and [@Otto](<person:otto>) and [@X](person:otto)";
      write(database, ORDER);
      Database.over(database.source())
          .writing(
              h -> {
                h.execute(
                    """
                    insert into activity (id, record_id, published, lane, audience_id, kind, talk,
                      type, system, actor_person, content, html, html_version, steps, late, version,
                      record_type, record_source_id)
                    values (8, 7, '2026-11-23 08:00:00+00', 0, 1, 2, true, 'Note', 'desk', 'ada',
                      ?, ?, 1, 1, false, 2, 'Order', '1')
                    """,
                    content,
                    drawn);
                h.execute(
                    """
                    insert into note (id, activity_id, record_id, author, content, html,
                      html_version, version) values (9, 8, 7, 'ada', ?, ?, 1, 1)
                    """,
                    content,
                    drawn);
                h.execute("insert into mention (item, person) values (8, 'ada'), (9, 'ada')");
                h.execute(
                    """
                    insert into wording (item, version, content, html, written)
                    values (8, 1, ?, ?, '2026-11-23 08:00:00+00')
                    """,
                    content,
                    drawn);
              });

      try (Desk desk = upgraded(database)) {
        var post = desk.feed("ada", "1").get(0);
        List<String> shown = new ArrayList<>(List.of(post.html(), post.notes().get(0).html()));
        desk.causerie.feed().history(Desk.as("ada"), post.id()).forEach(w -> shown.add(w.html()));

        assertThat(shown).hasSize(4);
        assertThat(shown)
            .allSatisfy(
                html ->
                    assertThat(html)
                        .contains("data-person=\"ada\"")
                        .contains("Otto]")
                        .doesNotContain("data-person=\"otto\"")
                        .doesNotContain("Otto Becker"));
        assertThat(post.content()).doesNotContain("Otto Becker");
        assertThat(post.mentions()).hasSize(1);
      }
    }
  }

  @Test
  void personsNamedForARecordAreThePartyOfAllItsPosts() throws Exception {
    try (TestDatabase database = databases.fresh()) {
      firstTables(database);
      Database.over(database.source())
          .writing(
              h -> {
                for (String sql :
                    """
                    insert into person (id, name, email, guest, active) values
                      ('ada', 'Ada', null, false, true), ('jana', 'Jana', 'Jana@Example.com', true, true),
                      ('otto', 'Otto', null, true, true);
                    insert into audience (id, digest, rule) values (1, 'a', 'a'), (2, 'b', 'b');
                    insert into audience_principal (principal, audience_id, alternative, clause, clauses)
                      values ('system:desk', 1, 0, 0, 1), ('system:desk', 2, 0, 0, 1),
                      ('customers-of-system:desk', 2, 1, 0, 2), ('named-customer', 2, 1, 1, 2);
                    insert into record (id, system, type, source_id, title, state, audience_id,
                      customer_audience_id, known) values
                      (7, 'desk', 'Order', '1', '{"":"Order 1"}', '[]', 1, 2, true);
                    insert into record_alias (record_key, record_id) values ('desk\u001fOrder\u001f1', 7);
                    insert into record_reader (record_id, reader, customer) values
                      (7, 'jana@example.com', true);
                    insert into activity (id, record_id, published, lane, audience_id, kind, talk,
                      type, system, actor_person, content, html, html_version, steps, late, version)
                      values (8, 7, '2026-11-23 08:00:00+00', 1, 2, 2, true, 'Create', 'desk',
                      'ada', 'Dear Jana', '<p>Dear Jana</p>', 1, 1, false, 1)
                    """
                        .split(";")) {
                  h.execute(sql);
                }
              });

      try (var causerie =
          Desk.open(
              database.source(),
              database.reads(),
              new SettableClock(Desk.MONDAY),
              new Audience(Readers.EVERYONE, Readers.EVERYONE))) {
        RecordId record = new RecordId(7);
        assertThat(
                causerie
                    .feed()
                    .of(
                        Desk.as("jana"),
                        record,
                        io.causerie.engine.feed.ActivityView.Show.ALL,
                        null,
                        9)
                    .items())
            .singleElement()
            .satisfies(
                p -> {
                  assertThat(p.content()).isEqualTo("Dear Jana");
                  assertThat(p.recordTitle().in("en")).isEqualTo("Order 1");
                  assertThat(p.lane()).isEqualTo(Lane.CUSTOMER);
                });
        assertThat(causerie.records().get(Desk.as("otto"), record)).isEmpty();
      }
    }
  }
}
