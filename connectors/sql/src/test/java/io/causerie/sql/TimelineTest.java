package io.causerie.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Timeline PARIS = local("Europe/Paris");

  private static Timeline local(String zone) {
    return new Timeline(ColumnType.LOCAL, ZoneId.of(zone), Duration.ofMinutes(1), 0);
  }

  private static Cursor behind(String back) {
    return Cursor.from(null).over(back);
  }

  @Test
  void walkBeginsAnOverlapBeforeTheLastRow() {
    String back = PARIS.back("2026-07-01T10:00:00.123456789", "2026-07-01T09:00:00Z");

    assertThat(PARIS.begin(behind(back), Instant.parse("2026-07-01T08:01:00Z")))
        .contains("2026-07-01T09:59:00.123456789");
  }

  @Test
  void walkBeginsAnOverlapBeforeTheSourcesClockIfThatIsEarlier() {
    String back = PARIS.back("2026-07-01T12:00:00", "2026-07-01T09:00:00Z");

    assertThat(PARIS.begin(behind(back), Instant.parse("2026-07-01T09:01:00Z")))
        .contains("2026-07-01T10:59:00");
  }

  @Test
  void nothingBeforeTheFloorIsRead() {
    Cursor cursor = Cursor.from("2026-07-01T08:00:00Z").over("2026-07-01T08:00:10Z");

    assertThat(PARIS.begin(cursor, Instant.parse("2026-07-01T09:00:00Z")))
        .contains("2026-07-01T10:00:00");
  }

  @Test
  void hourThatComesTwiceIsReadFromItsFirstMinute() {
    // Clocks in Paris are put back on 25 October 2026 at 01:00 UTC, from 03:00 to 02:00.
    String back = PARIS.back("2026-10-25T02:50:00", "2026-10-25T00:50:00Z");

    assertThat(PARIS.begin(behind(back), Instant.parse("2026-10-25T00:59:00Z")))
        .contains("2026-10-25T02:49:00");
    assertThat(PARIS.begin(behind(back), Instant.parse("2026-10-25T02:50:00Z")))
        .contains("2026-10-25T02:00:00");
  }

  @Test
  void hourThatIsLeftOutChangesNothing() {
    String back = PARIS.back("2026-03-29T03:00:10", null);

    assertThat(PARIS.begin(behind(back), Instant.parse("2026-03-29T02:00:00Z")))
        .contains("2026-03-29T01:59:10");
  }

  @Test
  void infinityIsATimeToo() {
    Timeline zoned = new Timeline(ColumnType.INSTANT, ZoneId.of("UTC"), Duration.ofMinutes(1), 0);

    assertThat(zoned.back("infinity", "2026-07-01T09:00:00Z")).isEqualTo("2026-07-01T09:00:00Z");
    assertThat(zoned.begin(behind(zoned.back("-infinity", null)), Instant.EPOCH))
        .contains("0001-01-01T00:00:00Z");
    assertThat(zoned.moment("infinity")).isEmpty();
  }
}
