package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.Census;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.sql.Source.Walk;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlValuesTest {
  private static String text(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  @Test
  void timestampWithoutZoneIsOfTheConfiguredOneWhateverTheSessions() throws Exception {
    try (Source source = new Source(Databases.POSTGRES)) {
      source
          .sql(
              "create table item (id int primary key, at timestamp default (now() at time zone 'Asia/Kathmandu'))")
          .with(SqlKind.QUERY, "select * from item")
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "at")
          .with(SqlKind.ZONE, "Asia/Kathmandu");
      Poller poller = source.poller();
      String cursor = poller.start(null);
      Instant before = Instant.now().minusSeconds(5);
      source.sql("insert into item (id) values (1)");

      Walk walk = Source.walk(poller, cursor, 9);

      assertThat(walk.keys()).containsExactly("1");
      assertThat(walk.rows().get(0).event().time()).isBetween(before, Instant.now().plusSeconds(5));
      assertThat(walk.rows().get(0).version()).doesNotContain("Z");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void castInTheQueryIsInTheConfiguredZone(Databases which) throws Exception {
    for (String zone : new String[] {"Asia/Kathmandu", "+05:45"}) {
      try (Source source = Source.ofOrders(which)) {
        source
            .sql(
                "insert into orders values"
                    + " (1, 'a', timestamp with time zone '2026-11-23 20:00:00+00')")
            .with(
                SqlKind.QUERY, "select id, cast(changed_on as timestamp) as changed_on from orders")
            .with(SqlKind.ZONE, zone);

        Walk walk = Source.walk(source.poller(), source.poller().beginning(), 9);

        assertThat(walk.rows().get(0).version()).isEqualTo("2026-11-24T01:45:00");
        assertThat(walk.rows().get(0).event().time())
            .isEqualTo(Instant.parse("2026-11-23T20:00:00Z"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void timesAreExact(Databases which) throws Exception {
    try (Source source = new Source(which)) {
      source
          .sql(
              "create table item (id int primary key, at timestamp(6), zoned timestamp(6) with time zone)")
          .sql(
              "insert into item values (1, timestamp '2026-03-29 02:30:00.123456',"
                  + " timestamp with time zone '1900-01-01 00:00:00.000001+05:45')")
          .with(SqlKind.QUERY, "select * from item")
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "at");

      Walk walk = Source.walk(source.poller(), source.poller().beginning(), 9);

      assertThat(text(walk.rows().get(0)))
          .isEqualTo(
              "{\"id\":1,\"at\":\"2026-03-29T02:30:00.123456\",\"zoned\":\"1899-12-31T18:15:00.000001Z\"}");
    }
  }

  @Test
  void everyTypeOfPostgresHasItsJson() throws Exception {
    try (Source source = new Source(Databases.POSTGRES)) {
      source
          .sql("create type mood as enum ('sad', 'fine')")
          .with(
              SqlKind.QUERY,
              """
              select 1 as id, date '2026-11-23' as changed_on, 9007199254740993::bigint as big,
                10.50::numeric(10,2) as money, 'NaN'::numeric as nan, 0.1::float8 as f, true as yes,
                'x'::char(3) as c, null::text as nothing, E'\\\\xCAFE'::bytea as bytes,
                '{"a": 1.50, "b": [1e400]}'::json as j, '"s"'::jsonb as jb,
                array[1, null, 3] as ints, array[array['a'],array['b']] as texts,
                array[timestamp '2026-03-29 02:30:00.1'] as times,
                '11111111-2222-3333-4444-555555555555'::uuid as u, 'fine'::mood as m,
                time '08:00' as t, interval '1 day' as i, 'infinity'::timestamptz as forever,
                'Capitals' as "Mixed", 'é"\\' as quoted -- the end
              """)
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "changed_on");

      Walk walk = Source.walk(source.poller(), source.poller().beginning(), 9);

      assertThat(text(walk.rows().get(0)))
          .isEqualTo(
              "{\"id\":1,\"changed_on\":\"2026-11-23\",\"big\":9007199254740993,\"money\":10.50,"
                  + "\"nan\":\"NaN\",\"f\":0.1,\"yes\":true,\"c\":\"x  \",\"nothing\":null,"
                  + "\"bytes\":\"yv4=\",\"j\":{\"a\": 1.50, \"b\": [1e400]},\"jb\":\"s\","
                  + "\"ints\":[1,null,3],\"texts\":[[\"a\"],[\"b\"]],"
                  + "\"times\":[\"2026-03-29T02:30:00.1\"],"
                  + "\"u\":\"11111111-2222-3333-4444-555555555555\",\"m\":\"fine\","
                  + "\"t\":\"08:00:00\",\"i\":\"1 day\",\"forever\":\"infinity\","
                  + "\"Mixed\":\"Capitals\",\"quoted\":\"é\\\"\\\\\"}");
    }
  }

  @Test
  void everyTypeOfH2HasItsJson() throws Exception {
    try (Source source = new Source(Databases.H2)) {
      source
          .with(
              SqlKind.QUERY,
              """
              select 1 as id, date '2026-11-23' as changed_on, cast(10.50 as numeric(10,2)) as money,
                true as yes, X'CAFE' as bytes, cast('{"a":1.50}' as varchar) format json as j,
                array[1, null, 3] as ints, array[date '2026-11-23'] as days,
                timestamp '2026-11-23 08:00:00.123456789' as nanos,
                cast('11111111-2222-3333-4444-555555555555' as uuid) as u, time '08:00:00' as t,
                cast('long' as clob) as words
              from (values (1)) v
              """)
          .with(SqlKind.KEY, "id")
          .with(SqlKind.CHANGED_ON, "changed_on");

      Walk walk = Source.walk(source.poller(), source.poller().beginning(), 9);

      assertThat(text(walk.rows().get(0)))
          .isEqualTo(
              "{\"id\":1,\"changed_on\":\"2026-11-23\",\"money\":10.50,\"yes\":true,"
                  + "\"bytes\":\"yv4=\",\"j\":{\"a\":1.50},\"ints\":[1,null,3],"
                  + "\"days\":[\"2026-11-23\"],\"nanos\":\"2026-11-23T08:00:00.123456789\","
                  + "\"u\":\"11111111-2222-3333-4444-555555555555\",\"t\":\"08:00:00\","
                  + "\"words\":\"long\"}");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void compositeKeysAreReversible(Databases which) throws Exception {
    try (Source source = new Source(which)) {
      source
          .sql(
              "create table line (plant char(4), number varchar(20), pos int,"
                  + " changed_on timestamp(6) with time zone, primary key (plant, number, pos))")
          .sql(
              "insert into line values ('A', '1,%2C', 10, current_timestamp),"
                  + " ('A', '1', 10, current_timestamp), ('B', '', 2, current_timestamp)")
          .with(SqlKind.QUERY, "select * from line;")
          .with(SqlKind.KEY, "plant", "number", "pos")
          .with(SqlKind.CHANGED_ON, "changed_on");
      Poller poller = source.poller();

      Walk walk = Source.walk(poller, poller.beginning(), 1);
      List<SourceRow> readBack = source.connector().readBack().orElseThrow().read(walk.keys());

      assertThat(walk.keys()).hasSize(3).contains("A   ,1%2C%252C,10", "B   ,,2");
      assertThat(readBack)
          .extracting(SourceRow::key)
          .containsExactlyInAnyOrderElementsOf(walk.keys());
      assertThat(
              source.connector().readBack().orElseThrow().read(List.of("A", "A,1,x", "A   ,1,11")))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowWithoutChangedOnIsReadByBackfillAndCensusAndTold(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source.sql(
          "insert into orders values (1, 'a', null), (2, 'b', current_timestamp), (3, 'c', null)");
      Poller poller = source.poller();
      Census census = source.connector().census().orElseThrow();

      Walk backfill = Source.walk(poller, poller.beginning(), 1);
      Walk live = Source.walk(poller, poller.start(Instant.EPOCH), 1);
      List<Census.Row> first = census.keys(null, 9).rows();
      source.sql("update orders set status = 'z' where id = 1");
      List<Census.Row> second = census.keys(null, 9).rows();

      assertThat(backfill.keys()).containsExactly("1", "3", "2");
      assertThat(live.keys()).containsExactly("2");
      assertThat(first).extracting(Census.Row::key).containsExactly("1", "2", "3");
      assertThat(second.get(0)).isNotEqualTo(first.get(0));
      assertThat(second.get(2)).isEqualTo(first.get(2));
      assertThat(backfill.rows().get(0).version()).isEqualTo(first.get(0).version());
      assertThat(poller.count(poller.beginning(), null)).hasValue(3);
      assertThatThrownBy(() -> source.connector().check())
          .hasMessageContaining("there are rows without a `changed_on`");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowWithoutAKeyStopsAndIsNamed(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source
          .sql("insert into orders values (1, null, current_timestamp)")
          .with(SqlKind.KEY, "status");

      assertThatThrownBy(() -> source.poller().read(source.poller().beginning(), null, 9))
          .isInstanceOfSatisfying(
              SourceException.class,
              e -> assertThat(e.remedy()).asString().contains("where status is not null"))
          .hasMessageContaining("no value in its key column `status`");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void keyThatDoesNotTellRowsApartIsRefused(Databases which) throws Exception {
    try (Source source = Source.ofOrders(which)) {
      source
          .sql("insert into orders values (1, 'a', date '2026-01-01'), (2, 'a', date '2026-01-01')")
          .with(SqlKind.KEY, "status");

      assertThatThrownBy(() -> source.poller().read(source.poller().beginning(), null, 1))
          .hasMessageContaining("two rows have the key a and the same `changedOn`");
    }
  }
}
