package io.causerie.engine.feed;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.access.Reach;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Standings;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A page of a feed walks an index, on both databases; it never reads or sorts a whole record. */
@ParameterizedClass
@EnumSource(Databases.class)
class FeedSqlTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private Database database;

  @BeforeEach
  void fill() throws SQLException {
    desk = new Desk(databases);
    desk.ingest(order("1").status("Open"));
    database = Database.over(desk.source());
    database.writing(this::copy);
    // So that PostgreSQL knows that a page can be had from the index alone; in no transaction.
    try (var connection = desk.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(databases == Databases.H2 ? "analyze" : "vacuum analyze activity");
    }
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /** The one activity forty thousand times, over two records. */
  private void copy(Handle h) {
    String numbers =
        databases == Databases.H2
            ? "(select x as n from system_range(1, 40000)) s"
            : "(select generate_series(1, 40000) as n) s";
    h.execute(
        """
        insert into activity (id, record_id, published, lane, audience_id, kind, talk, type, system,
          html_version, steps, late, version)
        select a.id + s.n, a.record_id + mod(s.n, 2), a.published, a.lane, a.audience_id, a.kind,
          mod(s.n, 3) = 0, a.type, a.system, a.html_version, a.steps, a.late, a.version
        from activity a cross join %s
        """
            .formatted(numbers));
  }

  private String plan(ActivityView.Show show, Optional<Cursor> from) {
    long record = desk.id("1").value();
    List<Long> audiences =
        database.read(
            h ->
                h.createQuery("select distinct audience_id from activity")
                    .mapTo(Long.class)
                    .list());
    Standing standing = standing(record, audiences);
    List<String> lines =
        database.read(
            h ->
                FeedSql.bind(
                        h.createQuery("explain " + FeedSql.page(show, from.isPresent())),
                        standing,
                        from,
                        5000)
                    .bind("limit", 50)
                    .mapTo(String.class)
                    .list());
    return String.join("\n", lines);
  }

  private static Standing standing(long record, List<Long> audiences) {
    Reach reach =
        new Reach(
            audiences.toArray(Long[]::new),
            new Long[] {7L},
            new Long[] {8L},
            new Long[] {9L},
            new Long[] {10L},
            true);
    return Standings.of(record, reach);
  }

  private void assertWalked(String plan, String index) {
    if (databases == Databases.H2) {
      assertThat(plan.toLowerCase(java.util.Locale.ROOT))
          .contains(index)
          .contains("index sorted")
          .doesNotContain("tablescan");
    } else {
      assertThat(plan)
          .containsPattern("Index (Only )?Scan using " + index)
          .doesNotContain("Seq Scan");
    }
  }

  @Test
  void everythingIsReadAlongTheIndexOfTheRecord() {
    assertWalked(plan(ActivityView.Show.ALL, Optional.empty()), "activity_record");
    assertWalked(plan(ActivityView.Show.CHANGES, Optional.empty()), "activity_record");
  }

  @Test
  void furtherPageBeginsInsideTheIndex() {
    Cursor cursor = new Cursor(Desk.MONDAY, Long.MAX_VALUE);

    assertWalked(plan(ActivityView.Show.ALL, Optional.of(cursor)), "activity_record");
  }

  @Test
  void talkIsReadAlongAnIndexOfItsOwn() {
    assertWalked(plan(ActivityView.Show.TALK, Optional.empty()), "activity_talk");
  }
}
