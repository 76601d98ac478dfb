package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.Census;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.sql.Source.Walk;
import io.causerie.testkit.db.Databases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A join whose tables are each changed by others, at other times. */
class SeveralChangesTest {
  private static Source joined(Databases which) {
    return new Source(which)
        .sql(
            "create table customer (id int primary key, name varchar(20),"
                + " changed_at timestamp(6) with time zone, changed_by varchar(20))",
            "create table orders (id int primary key, customer int, status varchar(20),"
                + " changed_at timestamp(6) with time zone, changed_by varchar(20))",
            "insert into customer values (1, 'ACME', '2026-01-01 08:00:00+00', 'bob'),"
                + " (2, 'Dubois', null, null)",
            "insert into orders values (10, 1, 'open', '2026-01-02 08:00:00+00', 'ada'),"
                + " (11, 1, 'open', '2025-12-31 08:00:00+00', 'ada'),"
                + " (12, 2, 'open', '2026-01-02 09:00:00+00', 'ada')")
        .with(
            SqlKind.QUERY,
            "select o.*, c.name, c.changed_at as c_changed_at, c.changed_by as c_changed_by"
                + " from orders o join customer c on c.id = o.customer")
        .with(SqlKind.KEY, "id")
        .with(SqlKind.CHANGED_ON, "changed_at", "c_changed_at")
        .with(SqlKind.CHANGED_BY, "changed_by", "c_changed_by")
        .with(SqlKind.OVERLAP, "PT1S");
  }

  private static List<String> told(List<SourceRow> rows) {
    return rows.stream()
        .map(r -> r.key() + " by " + r.event().extensions().get("changedby"))
        .distinct()
        .toList();
  }

  private static Walk since2000(Poller poller, int limit) throws SourceException {
    return Source.walk(
        poller, poller.start(java.time.Instant.parse("2000-01-01T00:00:00Z")), limit);
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void changeOfAJoinedTableIsReadAndToldOfWhoMadeIt(Databases which) throws Exception {
    try (Source source = joined(which)) {
      Poller poller = source.poller();
      for (int limit = 1; limit <= 4; limit++) {
        Walk first = since2000(poller, limit);
        assertThat(told(first.rows()))
            .containsExactlyInAnyOrder("10 by ada", "11 by bob", "12 by ada");
      }
      Walk first = since2000(poller, 9);
      assertThat(first.rows().stream().filter(r -> r.key().equals("11")))
          .as("the same, whichever walk shows it")
          .hasSize(2)
          .allMatch(r -> r.version().equals("2025-12-31T08:00:00Z,2026-01-01T08:00:00Z"))
          .allMatch(r -> String.valueOf(r.event().time()).equals("2026-01-01T08:00:00Z"));

      source.sql(
          "update customer set name = 'ACME Holdings', changed_at = '2026-01-03 08:00:00+00',"
              + " changed_by = 'grace' where id = 1");
      Walk second = Source.walk(source.poller(), first.next(), 1);

      assertThat(told(second.rows())).contains("10 by grace", "11 by grace");
      source.sql(
          "update orders set changed_at = '2026-01-03 09:00:00+00', changed_by = 'mary'"
              + " where id = 10");
      Walk third = Source.walk(source.poller(), second.next(), 1);
      assertThat(told(third.rows())).contains("10 by mary").doesNotContain("10 by grace");
    }
  }

  /** What the README tells an integrator to write. */
  @ParameterizedTest
  @EnumSource(Databases.class)
  void joinOfTheReadmeIsReadAsItSays(Databases which) throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    Matcher block =
        Pattern.compile(
                "(?s)query: >-\\n"
                    + "(.*?)\\n"
                    + " *key: (\\w+)\\n"
                    + " *changedOn: \\[(.*?)]\\n"
                    + " *changedBy: \\[(.*?)]")
            .matcher(readme);
    assertThat(block.find()).isTrue();
    try (Source source = joined(which)) {
      source
          .sql("alter table orders rename column customer to customer_id")
          .with(SqlKind.QUERY, block.group(1))
          .with(SqlKind.KEY, block.group(2))
          .with(SqlKind.CHANGED_ON, block.group(3).split(", "))
          .with(SqlKind.CHANGED_BY, block.group(4).split(", "));

      source.connector().check();

      assertThat(told(since2000(source.poller(), 9).rows()))
          .containsExactlyInAnyOrder("10 by ada", "11 by bob", "12 by ada");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void historyAndCensusHaveEveryRowOnceInOneVersion(Databases which) throws Exception {
    try (Source source = joined(which)) {
      source.sql("insert into orders values (13, 2, 'old', null, null)");
      Poller poller = source.poller();
      String live = poller.start(java.time.Instant.parse("2027-01-01T00:00:00Z"));

      List<SourceRow> history = Source.walk(poller, poller.beginning(), live, 2).rows();

      assertThat(history)
          .extracting(SourceRow::key)
          .containsExactlyInAnyOrder("10", "11", "12", "13");
      assertThat(poller.count(poller.beginning(), live)).hasValue(4);
      List<Census.Row> census = source.connector().census().orElseThrow().keys(null, 9).rows();
      assertThat(census)
          .containsExactlyInAnyOrderElementsOf(
              history.stream().map(r -> new Census.Row(r.key(), r.version())).toList());
      source.sql("update customer set changed_at = '2025-01-01 08:00:00+00' where id = 1");
      assertThat(source.connector().census().orElseThrow().keys(null, 9).rows())
          .as("another version, though the latest change is the same")
          .doesNotContain(census.get(0));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void cursorOfOneColumnGoesOnWithSeveral(Databases which) throws Exception {
    try (Source source = joined(which).with(SqlKind.CHANGED_ON, "changed_at")) {
      source.without(SqlKind.CHANGED_BY);
      String cursor = since2000(source.poller(), 9).next();
      source
          .with(SqlKind.CHANGED_ON, "changed_at", "c_changed_at")
          .sql("update customer set changed_at = '2026-01-04 08:00:00+00' where id = 1");

      Walk walk = Source.walk(source.poller(), cursor, 1);

      assertThat(new TreeSet<>(walk.keys())).contains("10", "11");
      source.with(SqlKind.CHANGED_ON, "changed_at");
      assertThat(Source.walk(source.poller(), walk.next(), 9).keys())
          .as("and with one again")
          .containsExactly("12");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatDoesNotFitIsSaid(Databases which) throws Exception {
    try (Source source = joined(which).with(SqlKind.CHANGED_BY, "changed_by")) {
      assertThat(source.refusals())
          .extracting(ConfigException.Fault::message)
          .containsExactly("expected 2 columns, one for each of `changedOn`, but there are 1");
      source.with(SqlKind.CHANGED_BY, "changed_by", "c_changed_bye");
      assertThatThrownBy(() -> source.connector().check())
          .hasMessageContaining("did you mean `c_changed_by`?");
      source.with(SqlKind.CHANGED_BY, "changed_by", "c_changed_by");
      source.with(SqlKind.CHANGED_ON, "changed_at", "id");
      assertThatThrownBy(() -> source.connector().check())
          .hasMessageContaining("`changed_at` and `id` do not compare");
      source.with(SqlKind.CHANGED_ON, "changed_at", "c_changed_at");
      source.connector().check();
      source.sql("insert into orders values (13, 2, 'old', null, null)");
      List<String> said = new ArrayList<>();
      try {
        source.connector().check();
      } catch (SourceException e) {
        said.add(e.getMessage());
      }
      assertThat(said).as("neither column says when").hasSize(1);
    }
  }
}
