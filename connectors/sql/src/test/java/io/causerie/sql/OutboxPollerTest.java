package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.Connector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceRow;
import io.causerie.sql.Source.Walk;
import io.causerie.testkit.db.Databases;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxPollerTest {
  private static Source outbox(Databases which) {
    return new Source(which)
        .sql(
            "create table outbox (id varchar(20) primary key, seq bigint not null,"
                + " body varchar(1000), done boolean, taken timestamp with time zone, flag int default 0)",
            "insert into outbox (id, seq, body) values ('c', 1, '{\"n\": 1}'), ('b', 2, '{\"n\": 2}'),"
                + " ('a', 3, '{\"n\": 3}')")
        .with(SqlKind.OUTBOX_TABLE, "outbox")
        .with(SqlKind.OUTBOX_KEY, "id")
        .with(SqlKind.OUTBOX_ORDER, "seq")
        .with(SqlKind.OUTBOX_PAYLOAD, "body");
  }

  private static int rows(Source source, String condition) throws Exception {
    try (Connection connection = source.connection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("select count(*) from outbox where " + condition)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowsComeInOrderAndAreDeletedOnceDurable(Databases which) throws Exception {
    try (Source source = outbox(which)) {
      Poller poller = source.poller();

      Poller.Page page = poller.read(poller.start(null), null, 2);
      assertThat(rows(source, "true")).isEqualTo(3);
      poller.committed(page);

      assertThat(page.rows()).extracting(SourceRow::key).containsExactly("c", "b");
      assertThat(new String(page.rows().get(0).event().data(), StandardCharsets.UTF_8))
          .isEqualTo("{\"n\": 1}");
      assertThat(page.more()).isTrue();
      assertThat(rows(source, "id = 'a'")).isEqualTo(1);
      assertThat(rows(source, "true")).isEqualTo(1);
      assertThat(poller.count(page.next(), null)).hasValue(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void crashBeforeClearingReadsTheSameAgain(Databases which) throws Exception {
    try (Source source = outbox(which)) {
      Walk before = Source.walk(source.poller(), source.poller().start(null), 2);

      Walk after = Source.walk(source.poller(), before.next(), 2);
      source.poller().committed(new Poller.Page(after.rows(), after.next(), false, null));
      Walk cleared = Source.walk(source.poller(), after.next(), 2);

      assertThat(after.keys()).isEqualTo(before.keys()).containsExactly("c", "b", "a");
      assertThat(after.rows().stream().map(SourceRow::version).toList())
          .isEqualTo(before.rows().stream().map(SourceRow::version).toList());
      assertThat(cleared.keys()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowsAreMarkedByABooleanANumberOrATime(Databases which) throws Exception {
    for (String column : new String[] {"done", "flag", "taken"}) {
      try (Source source = outbox(which)) {
        source.with(SqlKind.OUTBOX_DONE, column);
        Poller poller = source.poller();
        Poller.Page page = poller.read(poller.start(null), null, 2);
        poller.committed(page);

        Walk next = Source.walk(source.poller(), poller.start(null), 2);

        assertThat(next.keys()).containsExactly("a");
        assertThat(rows(source, "true")).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowCommittedLateIsReadWhateverItsOrder(Databases which) throws Exception {
    try (Source source = outbox(which);
        Connection slow = source.connection()) {
      slow.setAutoCommit(false);
      slow.createStatement().execute("insert into outbox (id, seq, body) values ('z', 0, '{}')");
      Poller poller = source.poller();
      Poller.Page page = poller.read(poller.start(null), null, 9);
      poller.committed(page);
      slow.commit();

      assertThat(Source.walk(poller, page.next(), 9).keys()).containsExactly("z");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void rowWrittenAnewAfterItWasReadStays(Databases which) throws Exception {
    try (Source source = outbox(which)) {
      Poller poller = source.poller();
      Poller.Page page = poller.read(poller.start(null), null, 9);
      source.sql("update outbox set seq = 4, body = '{\"n\": 4}' where id = 'b'");
      poller.committed(page);

      Walk next = Source.walk(poller, page.next(), 9);

      assertThat(next.keys()).containsExactly("b");
      assertThat(next.rows().get(0).version()).isEqualTo("4");
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void brokenPayloadIsHandedOnAsItIs(Databases which) throws Exception {
    try (Source source = outbox(which)) {
      source.sql("update outbox set body = '{\"n\": ' where id = 'c'");
      source.sql("update outbox set body = null where id = 'b'");

      Walk walk = Source.walk(source.poller(), source.poller().start(null), 9);

      assertThat(walk.keys()).containsExactly("c", "b", "a");
      assertThat(new String(walk.rows().get(0).event().data(), StandardCharsets.UTF_8))
          .isEqualTo("{\"n\": ");
      assertThat(walk.rows().get(1).event().data()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void checkComparesTheColumns(Databases which) throws Exception {
    try (Source source = outbox(which);
        Connector wrong = source.with(SqlKind.OUTBOX_PAYLOAD, "bodi").connector();
        Connector unmarkable =
            source
                .with(SqlKind.OUTBOX_PAYLOAD, "body")
                .with(SqlKind.OUTBOX_DONE, "body")
                .connector()) {

      assertThatThrownBy(wrong::check)
          .hasMessage("`bodi` is not a column of the table outbox; did you mean `body`?");
      assertThatThrownBy(unmarkable::check)
          .hasMessageContaining("`body` cannot mark a row as taken");
    }
  }
}
