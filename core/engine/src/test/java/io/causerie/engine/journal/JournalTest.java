package io.causerie.engine.journal;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.live.LiveLine;
import io.causerie.engine.live.Round;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class JournalTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    desk.ingest(order("1").status("Open"));
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private List<JournalItem> read(String person, RecordId record, long after) {
    return read(desk, person, record, after);
  }

  private static List<JournalItem> read(Desk desk, String person, RecordId record, long after) {
    return desk.told(person, record, after).orElseThrow().stream().map(LiveLine::item).toList();
  }

  @Test
  void lineThatBecomesVisibleLateIsNumberedLate() throws Exception {
    RecordId record = desk.id("1");
    long before = desk.position();
    try (Connection slow = desk.source().getConnection()) {
      slow.setAutoCommit(false);
      insertWithSmallId(slow, record);
      desk.ingest(order("1").status("Shipped"));
      Eventually.until(
          "the other line is numbered", () -> desk.causerie.journal().position() > before);
      List<JournalItem> seen = read("grace", record, before);
      long cursor = seen.get(seen.size() - 1).position();
      assertThat(seen).hasSize(1);

      slow.commit();
      Eventually.until(
          "the late line is numbered", () -> desk.causerie.journal().position() > cursor);

      assertThat(read("grace", record, cursor)).hasSize(1);
    }
  }

  /** As a transaction that drew its id long ago and commits late. */
  private static void insertWithSmallId(Connection connection, RecordId record)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into journal (id, what, record_id, lane, at) values (1, 7, ?, 0, current_timestamp)")) {
      insert.setLong(1, record.value());
      insert.executeUpdate();
    }
  }

  @Test
  void readerIsToldOnlyOfWhatSheMaySee() {
    desk.ingest(
        order("1")
            .status("Shipped")
            .audience(new Audience(Readers.EVERYONE, Readers.persons("jana"))));
    RecordId record = desk.id("1");
    long before = desk.position();
    desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, "Among us", null);
    desk.causerie.feed().post(Desk.as("ada"), record, Lane.CUSTOMER, "Dear customer", null);
    desk.position();

    assertThat(read("jana", record, before)).hasSize(1);
    assertThat(read("grace", record, before)).hasSize(2);
    assertThat(desk.told("ada", record, before).orElseThrow()).hasSize(2).allMatch(LiveLine::mine);
    assertThat(desk.told("grace", record, before).orElseThrow()).noneMatch(LiveLine::mine);
    assertThat(desk.told("mary", record, before)).isEmpty();
  }

  @Test
  void whoeverWantsToIsToldThatTheJournalHasGrown() throws Exception {
    long before = desk.position();
    CountDownLatch grown = new CountDownLatch(1);
    try (var telling =
        desk.causerie
            .journal()
            .onGrown(
                position -> {
                  if (position > before) {
                    grown.countDown();
                  }
                })) {
      desk.ingest(order("1").status("Shipped"));

      assertThat(grown.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoFollowsARecordThatIsMergedIsToldOfTheOneItWasMergedInto() {
    desk.ingest(order("2").status("Open"));
    RecordId lost = desk.id("1");
    long before = desk.position();
    desk.ingest(order("1").mergedInto("2"));
    long merged = desk.position();
    desk.ingest(order("2").status("Shipped"));
    desk.position();

    Round after = next(lost, before);
    Round later = next(lost, merged);

    assertThat(after.told().getOrDefault(lost, Map.of()).get(Desk.as("ada"))).isNotEmpty();
    assertThat(later.told().getOrDefault(lost, Map.of()).get(Desk.as("ada")))
        .extracting(t -> t.item().what())
        .containsExactly(What.POSTED);
    assertThat(desk.told("ada", lost, merged).orElseThrow()).hasSize(1);
  }

  private Round next(RecordId record, long after) {
    return desk.causerie
        .live()
        .next(after, 100, r -> r.equals(record) ? List.of(Desk.as("ada")) : List.of());
  }

  @Test
  void positionsGoOnAfterARestoreIntoAFreshDatabase() throws Exception {
    desk.ingest(order("1").status("Packed").by("alovelace"));
    RecordId record = desk.id("1");
    long before = desk.position();
    desk.causerie.records().markRead(Desk.as("grace"), record, before);
    List<JournalItem> told = read("grace", record, 0);

    TestDatabase fresh = databases.fresh();
    try (Desk restored = TableCopy.restore(desk, fresh)) {
      assertThat(read(restored, "grace", record, 0)).isEqualTo(told);
      assertThat(restored.record("grace", "1").unread().count()).isZero();

      restored.ingest("orders", Desk.event("after", order("1").status("Shipped").build()));
      long after = restored.position();

      assertThat(after).isGreaterThan(before);
      assertThat(read(restored, "grace", record, before))
          .as("exactly what came after the dump")
          .hasSize(1);
      assertThat(restored.record("grace", "1").unread().count()).isEqualTo(1);
    }
  }

  @Test
  void trimmedLogSaysSoInsteadOfSkipping() {
    RecordId record = desk.id("1");
    desk.position();
    desk.clock.tick(Duration.ofDays(31));
    desk.ingest(order("1").status("Shipped"));
    long last = desk.position();

    desk.causerie.journal().trim(Duration.ofDays(30));

    assertThat(desk.causerie.live().span().holds(0)).isFalse();
    assertThat(desk.causerie.live().span().holds(last)).isTrue();
    assertThat(desk.causerie.live().span().holds(last + 1)).isFalse();
    assertThat(read("ada", record, last)).isEmpty();
  }
}
