package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.spi.Poller;
import io.causerie.spi.SourceRow;
import io.causerie.sql.Source.Walk;
import io.causerie.testkit.db.Databases;
import java.sql.Connection;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlPollerTest {
  private static final String AT = "timestamp with time zone '2026-11-23 08:00:00+00'";

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowsComeInTheOrderOfChange(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source.sql(
          "insert into orders values (1, 'b', timestamp with time zone '2026-11-23 08:00:01+00')",
          "insert into orders values (2, 'a', timestamp with time zone '2026-11-23 08:00:00+00')");

      Walk walk = Source.walk(source.poller(), source.poller().beginning(), 10);

      assertThat(walk.keys()).containsExactly("2", "1");
      SourceRow first = walk.rows().get(0);
      assertThat(first.version()).isEqualTo("2026-11-23T08:00:00Z");
      assertThat(first.event().source()).isEqualTo("/erp/orders");
      assertThat(first.event().type()).isEqualTo("row");
      assertThat(first.event().id()).isEqualTo("2@2026-11-23T08:00:00Z");
      assertThat(first.event().subject()).isEqualTo("2");
      assertThat(first.event().time()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
      assertThat(new String(first.event().data(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("{\"id\":2,\"status\":\"a\",\"changed_on\":\"2026-11-23T08:00:00Z\"}");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void equalInstantsAcrossPagesComeOnceEach(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      for (int id = 1; id <= 7; id++) {
        source.sql("insert into orders values (%d, 'open', %s)".formatted(id, AT));
      }

      for (int limit = 1; limit <= 8; limit++) {
        Walk walk = Source.walk(source.poller(), source.poller().beginning(), limit);

        assertThat(walk.keys()).containsExactly("1", "2", "3", "4", "5", "6", "7");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void commitThatBecomesVisibleLateIsRead(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which);
        Connection slow = source.connection()) {
      Poller poller = source.poller();
      String cursor = poller.start(null);
      slow.setAutoCommit(false);
      slow.createStatement().execute("insert into orders values (1, 'slow', current_timestamp)");
      source.sql("insert into orders values (2, 'fast', current_timestamp)");

      Walk before = Source.walk(poller, cursor, 10);
      slow.commit();
      Walk after = Source.walk(source.poller(), before.next(), 10);

      assertThat(before.keys()).containsExactly("2");
      assertThat(after.keys()).contains("1");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void commitThatBecomesVisibleBehindALongWalkIsRead(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which);
        Connection slow = source.connection()) {
      source.sql(
          "insert into orders values (1, 'now', current_timestamp)",
          "insert into orders values (3, 'soon', current_timestamp + interval '10' minute)",
          "insert into orders values (4, 'soon', current_timestamp + interval '20' minute)");
      slow.setAutoCommit(false);
      slow.createStatement().execute("insert into orders values (2, 'slow', current_timestamp)");
      Poller poller = source.poller();

      Poller.Page first = poller.read("{}", null, 2);
      slow.commit();
      Walk rest = Source.walk(poller, first.next(), 2);
      Walk next = Source.walk(poller, rest.next(), 2);

      assertThat(first.more()).isTrue();
      assertThat(rest.keys()).containsExactly("4");
      assertThat(next.keys()).contains("2");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowFromTheFutureHidesNothing(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source.sql(
          "insert into orders values (1, 'x', timestamp with time zone '9999-12-31 00:00:00+00')");
      Poller poller = source.poller();
      Walk first = Source.walk(poller, poller.start(Instant.parse("2026-01-01T00:00:00Z")), 1);
      source.sql("insert into orders values (2, 'y', current_timestamp)");

      Walk second = Source.walk(poller, first.next(), 1);

      assertThat(first.keys()).containsExactly("1");
      assertThat(second.keys()).containsExactly("2", "1");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void overlapWithMoreRowsThanAPageIsWalkedThrough(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      for (int id = 1; id <= 10; id++) {
        source.sql("insert into orders values (%d, 'open', current_timestamp)".formatted(id));
      }
      Poller poller = source.poller();
      Walk first = Source.walk(poller, poller.start(Instant.EPOCH), 3);
      source.sql("insert into orders values (11, 'new', current_timestamp)");

      Walk again = Source.walk(poller, first.next(), 3);

      assertThat(first.pages()).isEqualTo(4);
      assertThat(again.keys()).hasSize(11).doesNotHaveDuplicates().endsWith("11");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void nothingNewKeepsTheCursor(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source.sql("insert into orders values (1, 'open', " + AT + ")");
      Poller poller = source.poller();
      Walk first = Source.walk(poller, poller.beginning(), 3);

      Walk second = Source.walk(poller, first.next(), 3);

      assertThat(second.next()).isEqualTo(first.next()).hasSizeLessThan(4000);
      assertThat(poller.count(second.next(), null)).hasValue(0);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void backfillAndLiveTogetherReadEveryRowOnce(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      for (int id = 1; id <= 5; id++) {
        source.sql(
            "insert into orders values (%d, 'o', timestamp with time zone '2026-11-23 08:00:0%d+00')"
                .formatted(id, id));
      }
      Poller poller = source.poller();
      String start = poller.start(Instant.parse("2026-11-23T08:00:03Z"));

      Walk live = Source.walk(poller, start, 2);
      Walk backfill = Source.walk(poller, poller.beginning(), start, 2);
      Walk again = Source.walk(poller, backfill.next(), start, 2);

      assertThat(live.keys()).containsExactly("3", "4", "5");
      assertThat(backfill.keys()).containsExactly("1", "2");
      assertThat(again.keys()).isEmpty();
      assertThat(again.next()).isEqualTo(backfill.next());
      assertThat(poller.count(poller.beginning(), start)).hasValue(2);
      assertThat(poller.count(start, null)).hasValue(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void pageSaysUpToWhenTheSourceHasBeenRead(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source.sql(
          "insert into orders values (1, 'o', " + AT + ")",
          "insert into orders values (2, 'o', current_timestamp)");
      Poller poller = source.poller();

      Poller.Page first = poller.read(poller.beginning(), null, 1);
      Poller.Page last = poller.read(first.next(), null, 1);

      assertThat(first.upTo()).isEqualTo(Instant.parse("2026-11-23T08:00:00Z"));
      assertThat(last.upTo())
          .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void numbersAreReadWithAnOverlapOfTheirOwn(Databases which) throws Exception {
    try (Source source = new Source(which);
        Connection slow = source.connection()) {
      source
          .sql("create table item (id int primary key, revision bigint)")
          .with(SqlKind.QUERY, "select * from item")
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "revision")
          .with(SqlKind.OVERLAP_NUMBERS, "5")
          .sql("insert into item values (1, 100), (3, 101)");
      slow.setAutoCommit(false);
      slow.createStatement().execute("insert into item values (2, 99)");
      Poller poller = source.poller();

      Walk first = Source.walk(poller, poller.beginning(), 1);
      slow.commit();
      source.sql("insert into item values (4, 90)");
      Walk second = Source.walk(poller, first.next(), 1);

      assertThat(first.keys()).containsExactly("1", "3");
      assertThat(second.keys()).containsExactly("2", "1", "3");
      assertThat(second.rows().get(0).version()).isEqualTo("99");
      assertThat(second.rows().get(0).event().time()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void numbersStartWithTheHighest(Databases which) throws Exception {
    try (Source source = new Source(which)) {
      source
          .sql("create table item (id int primary key, revision numeric(30, 3))")
          .with(SqlKind.QUERY, "select * from item")
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "revision")
          .sql("insert into item values (1, 12345678901234567890.125), (2, 7)");
      Poller poller = source.poller();
      Walk walk = Source.walk(poller, poller.start(null), 9);

      assertThat(walk.keys()).containsExactly("1");
      assertThat(walk.rows().get(0).version()).isEqualTo("12345678901234567890.125");
      assertThat(Source.walk(poller, walk.next(), 9).keys()).containsExactly("1");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void dayIsReadAgainUntilItIsOver(Databases which) throws Exception {
    try (Source source = new Source(which)) {
      source
          .sql("create table item (id int primary key, done_on date, note varchar(9))")
          .with(SqlKind.QUERY, "select * from item")
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "done_on")
          .sql("insert into item values (1, current_date, 'a'), (0, date '2020-01-01', 'a')");
      Poller poller = source.poller();
      Walk first = Source.walk(poller, poller.beginning(), 9);
      source.sql("update item set note = 'b' where id = 1");

      Walk second = Source.walk(poller, first.next(), 9);

      assertThat(second.keys()).containsExactly("1");
      assertThat(Source.json(second.rows().get(0)).get("note").asText()).isEqualTo("b");
      assertThat(second.rows().get(0).event().time()).isNull();
    }
  }
}
