package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.util.List;
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

  private static void firstTables(TestDatabase database) throws Exception {
    try (var connection = database.source().getConnection()) {
      changes(connection).update(FIRST_TABLES, new Contexts(), new LabelExpression());
    }
  }

  /** The tables as they were before a changeset. */
  private static void tablesBefore(String changeset, TestDatabase database) throws Exception {
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
