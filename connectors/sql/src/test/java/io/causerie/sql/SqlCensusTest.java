package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.spi.Census;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqlCensusTest {
  private static List<String> keys(Census census, int limit) throws Exception {
    List<String> keys = new ArrayList<>();
    @Nullable String after = null;
    do {
      Census.Page page = census.keys(after, limit);
      page.rows().forEach(row -> keys.add(row.key()));
      after = page.next();
    } while (after != null);
    return keys;
  }

  private static Source filled(Databases which) {
    return Source.ofOrders(which)
        .sql(
            "insert into orders values (1, 'a', current_timestamp), (2, 'b', current_timestamp),"
                + " (3, 'c', current_timestamp)");
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void censusTellsEveryKeyAndItsVersion(Databases which) throws Exception {
    try (Source source = filled(which)) {
      Census census = source.connector().census().orElseThrow();
      List<SourceRow> rows = Source.walk(source.poller(), "{}", 9).rows();

      for (int limit = 1; limit <= 4; limit++) {
        assertThat(keys(census, limit)).containsExactly("1", "2", "3");
      }
      assertThat(census.keys(null, 9).rows())
          .containsExactlyInAnyOrderElementsOf(
              rows.stream().map(r -> new Census.Row(r.key(), r.version())).toList());
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void deletedRowIsMissingAndLeftOut(Databases which) throws Exception {
    try (Source source = filled(which)) {
      source.sql("delete from orders where id = 2");

      assertThat(keys(source.connector().census().orElseThrow(), 9)).containsExactly("1", "3");
      assertThat(source.connector().readBack().orElseThrow().read(List.of("2", "3")))
          .extracting(SourceRow::key)
          .containsExactly("3");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void keyThatIsNotLiveIsADeletion(Databases which) throws Exception {
    try (Source source = filled(which)) {
      source
          .sql("create table alive (number int)", "insert into alive values (1), (3)")
          .with(SqlKind.LIVE_KEYS, "select number from alive")
          .with(SqlKind.EVENT_TYPE, "erp.order");

      List<SourceRow> gone = source.connector().census().orElseThrow().gone(List.of("1", "2", "9"));

      assertThat(keys(source.connector().census().orElseThrow(), 1)).containsExactly("1", "3");
      assertThat(gone)
          .extracting(r -> r.key() + " " + r.event().type())
          .containsExactly("2 erp.order.deleted", "9 erp.order.deleted");
      assertThat(Source.json(gone.get(0)).toString()).isEqualTo("{\"id\":2}");
      assertThat(gone).allMatch(SourceRow::isGone);
      assertThat(gone.get(0).event().time()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void liveRecordThatTheQueryLeavesOutIsNotDeleted(Databases which) throws Exception {
    try (Source source = filled(which)) {
      source
          .with(SqlKind.QUERY, "select * from orders where status <> 'b'")
          .with(SqlKind.LIVE_KEYS, "select id from orders");

      assertThat(source.connector().readBack().orElseThrow().read(List.of("2"))).isEmpty();
      assertThat(source.connector().census().orElseThrow().gone(List.of("2"))).isEmpty();
    }
  }
}
