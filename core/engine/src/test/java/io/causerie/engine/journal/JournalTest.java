package io.causerie.engine.journal;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
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
import java.util.Set;
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
    return desk.causerie.journal().read(Desk.as(person), Set.of(record), after, 100);
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
    assertThat(read("ada", record, before)).allMatch(JournalItem::mine);
    assertThatThrownBy(() -> read("mary", record, before)).isInstanceOf(NotFoundException.class);
  }

  @Test
  void subscriberIsWokenByWhatIsCommitted() throws Exception {
    CountDownLatch woken = new CountDownLatch(1);
    desk.position();
    try (var subscription =
        desk.causerie.journal().subscribe(Set.of(desk.id("1")), woken::countDown)) {
      desk.ingest(order("2").status("Open"));
      desk.ingest(order("1").status("Shipped"));

      assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whoFollowsARecordThatIsMergedIsToldOfTheOneItWasMergedInto() throws Exception {
    desk.ingest(order("2").status("Open"));
    RecordId lost = desk.id("1");
    CountDownLatch merged = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(2);
    long before = desk.position();
    try (var subscription =
        desk.causerie
            .journal()
            .subscribe(
                Set.of(lost),
                () -> {
                  merged.countDown();
                  told.countDown();
                })) {
      desk.ingest(order("1").mergedInto("2"));
      assertThat(merged.await(30, TimeUnit.SECONDS)).isTrue();

      desk.ingest(order("2").status("Shipped"));
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(desk.causerie.journal().read(Desk.as("ada"), Set.of(lost), before, 10)).isNotEmpty();
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
      assertThat(restored.causerie.journal().read(Desk.as("grace"), Set.of(record), 0, 100))
          .isEqualTo(told);
      assertThat(restored.record("grace", "1").unread().count()).isZero();

      restored.ingest("orders", Desk.event("after", order("1").status("Shipped").build()));
      long after = restored.position();

      assertThat(after).isGreaterThan(before);
      assertThat(restored.causerie.journal().read(Desk.as("grace"), Set.of(record), before, 100))
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

    assertThatThrownBy(() -> read("ada", record, 0)).isInstanceOf(PositionExpiredException.class);
    assertThat(read("ada", record, last)).isEmpty();
  }
}
