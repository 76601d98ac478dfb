package io.causerie.engine.find;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A word that every record has is walked along the index; nothing is sorted or read whole. */
@ParameterizedClass
@EnumSource(Databases.class)
class FindStoreTest {
  private static final int RECORDS = 20_000;
  private static final int MOST = 42;
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");
  private static final Pattern ROWS = Pattern.compile("rows=(\\d+)(?:\\.\\d+)? loops=(\\d+)");

  @Parameter Databases databases = Databases.H2;
  private StatementLog log;
  private FindDesk find;
  private Database database;

  @BeforeEach
  void fill() throws SQLException {
    TestDatabase tables = Desk.tables(databases);
    log = StatementLog.over(tables);
    find =
        new FindDesk(
            new Desk(
                tables,
                builder ->
                    builder
                        .dataSource(log.source())
                        .readers(log.reads())
                        .journalReaders(List.of(new FindReader()))));
    database = Database.over(tables.source());
    database.writing(this::copy);
    try (var connection = tables.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(databases == Databases.H2 ? "analyze" : "vacuum analyze");
    }
  }

  @AfterEach
  void close() {
    find.close();
  }

  private void copy(Handle h) {
    String numbers =
        databases == Databases.H2
            ? "(select x as n from system_range(1, %d)) s".formatted(RECORDS)
            : "(select generate_series(1, %d) as n) s".formatted(RECORDS);
    for (int kind = 0; kind < 6; kind++) {
      h.execute(
          "insert into find_word (kind, word, record_id) select %d, concat('order', mod(n, 3)), n from %s"
              .formatted(kind, numbers));
    }
    h.execute(
        "insert into find_record (record_id, words) select n, 'korder' from %s".formatted(numbers));
  }

  private void assertBounded(String sql, String word) {
    String plan =
        database.read(
            h -> {
              Query query = h.createQuery("explain analyze " + sql);
              return String.join(
                  "\n",
                  query
                      .bind("from", "order")
                      .bind("to", "order\uffff")
                      .bind("word", word)
                      .bind("behind", word + "\u0001")
                      .bind("record", RECORDS / 2)
                      .bind("most", MOST)
                      .mapTo(String.class)
                      .list());
            });
    Matcher read = (databases == Databases.H2 ? SCANNED : ROWS).matcher(plan);
    assertThat(read.results().map(m -> Integer.parseInt(m.group(1))).toList())
        .as(plan)
        .isNotEmpty()
        .allSatisfy(rows -> assertThat(rows).isLessThanOrEqualTo(6 * MOST));
    if (databases == Databases.H2) {
      assertThat(plan.toLowerCase(Locale.ROOT))
          .contains("find_word_word")
          .doesNotContain("tablescan");
    } else {
      assertThat(plan).contains("Index Only Scan using find_word_word").doesNotContain("Seq Scan");
    }
  }

  @Test
  void pageOfAWordThatAllRecordsHaveReadsAFewRows() {
    assertBounded(FindStore.words(null), "");
    assertBounded(FindStore.words(Term.Kind.FIRST), "order1");
    assertBounded(FindStore.words(Term.Kind.TEXT), "order2");
  }

  @Test
  void whatIsHiddenIsLookedForAsWhatIsNotThere() {
    find.desk.ingest(
        order("1")
            .title("Salary")
            .audience(
                io.causerie.model.Audience.internal(io.causerie.model.Readers.groups("finance"))));
    find.indexed();
    assertThat(find.found("katherine", "salary")).isNotEmpty();
    find.found("ada", "salary");

    List<String> hidden = log.during(() -> assertThat(find.found("ada", "salary")).isEmpty());
    List<String> absent = log.during(() -> assertThat(find.found("ada", "nothing")).isEmpty());

    assertThat(hidden).isEqualTo(absent).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void pageCostsSixStatementsHoweverManyItShows() {
    for (int i = 0; i < 12; i++) {
      find.desk.ingest(order("k" + i).title("Pump " + i).status("Open"));
    }
    find.indexed();
    find.found("ada", "pump");

    List<String> one = log.during(() -> assertThat(find.found("ada", "k11")).hasSize(1));
    List<String> all = log.during(() -> assertThat(find.found("ada", "pump")).hasSize(12));
    List<String> two = log.during(() -> assertThat(find.found("ada", "pump k")).hasSize(12));

    assertThat(all).hasSameSizeAs(one).hasSizeLessThanOrEqualTo(5);
    assertThat(two).hasSizeLessThanOrEqualTo(6);
  }
}
