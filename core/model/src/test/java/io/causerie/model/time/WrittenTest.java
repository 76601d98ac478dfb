package io.causerie.model.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
  private static final ZoneId CHICAGO = ZoneId.of("America/Chicago");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-02-01T10:00:00Z|2026-02-01T10:00:00Z",
        "2026-02-01t10:00:00z|2026-02-01T10:00:00Z",
        "2026-02-01T10:00:00.000+0100|2026-02-01T09:00:00Z",
        "2026-02-01T10:00:00+01|2026-02-01T09:00:00Z",
        "2026-02-01T10:00:00-00:30|2026-02-01T10:30:00Z",
        "2026-02-01 10:00:00.123456+00|2026-02-01T10:00:00.123456Z",
        "1890-01-01 00:00:00+00:09:21|1889-12-31T23:50:39Z",
        "2026-02-01 10:00:00 +0100|2026-02-01T09:00:00Z",
        "2026-02-01 10:00:00 UTC|2026-02-01T10:00:00Z",
        "2026-02-01T10:00:00.1234567Z|2026-02-01T10:00:00.123456700Z",
        "2026-02-01T10:00:00,5Z|2026-02-01T10:00:00.500Z",
        "2026-02-01T10:00:00.12345678901234Z|2026-02-01T10:00:00.123456789Z",
        "2026-02-01T10:00Z|2026-02-01T10:00:00Z",
        "2026-02-01T10:00:00+01:00[Europe/Paris]|2026-02-01T09:00:00Z",
        "2026-02-01T24:00:00Z|2026-02-02T00:00:00Z",
        "2016-12-31T23:59:60Z|2016-12-31T23:59:59Z",
        "20260201T100000Z|2026-02-01T10:00:00Z",
        "20260201100000|2026-02-01T09:00:00Z",
        "20260201100000.1234567|2026-02-01T09:00:00.123456700Z",
        "2026-02-01 10:00:00|2026-02-01T09:00:00Z",
        "2026-02-01|2026-01-31T23:00:00Z",
        "20260201|2026-01-31T23:00:00Z",
        "2026-02-01+02:00|2026-01-31T22:00:00Z",
        "1612137600000|2021-02-01T00:00:00Z",
        "/Date(1612137600000)/|2021-01-31T23:00:00Z",
        "/Date(1612137600000+60)/|2021-02-01T00:00:00Z",
        "/Date(1612137600000+0000)/|2021-02-01T00:00:00Z",
        "'Sun, 01 Feb 2026 10:00:00 GMT'|2026-02-01T10:00:00Z",
        "' 2026-02-01T10:00:00Z '|2026-02-01T10:00:00Z",
      })
  void formsOfManySystemsAreRead(String written, Instant meant) {
    assertThat(Written.instant(written, PARIS)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "2026-13-01",
        "2026-02-30T10:00:00Z",
        "2026-02-01T25:00:00Z",
        "2026-02-01T10:60:00Z",
        "2026-02-01T10:00:61Z",
        "2026-02-01T24:00:01Z",
        "2026-02-01T10:00:00+19:00",
        "2026-02-01T10:00:00+01:75",
        "0000-01-01",
        "0000-00-00 00:00:00",
        "00000000",
        "10000-01-01",
        "+12026-01-01T00:00:00Z",
        "02/01/2026",
        "1.2.2026",
        "2026-2-1",
        "Mon, 01 Feb 2026 10:00:00 GMT",
        "/Date(999999999999999999)/",
        "2026-02-01T10:00:00 PST",
        "infinity"
      })
  void whatIsNoTimeIsNotGuessedAt(String written) {
    assertThat(Written.instant(written, PARIS)).isEmpty();
  }

  @Test
  void timeWithoutZoneIsThatDayEverywhere() {
    assertThat(Written.read("/Date(1612137600000)/").orElseThrow().dayIn(CHICAGO))
        .isEqualTo(LocalDate.of(2021, 2, 1));
    assertThat(Written.read("2021-02-01T00:00:00").orElseThrow().dayIn(CHICAGO))
        .isEqualTo(LocalDate.of(2021, 2, 1));
    assertThat(Written.read("20210201").orElseThrow().dayIn(CHICAGO))
        .isEqualTo(LocalDate.of(2021, 2, 1));
  }

  @Test
  void momentIsTheDayItIsInTheZone() {
    assertThat(Written.read("/Date(1612137600000+0000)/").orElseThrow().dayIn(CHICAGO))
        .isEqualTo(LocalDate.of(2021, 1, 31));
    assertThat(Written.read("2021-02-01T00:00:00Z").orElseThrow().dayIn(CHICAGO))
        .isEqualTo(LocalDate.of(2021, 1, 31));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "00000000", "0000-00-00", "0000-00-00 00:00:00", "00000000000000"})
  void zerosAloneSayThatThereIsNone(String written) {
    assertThat(Written.isEmpty(written)).isTrue();
  }

  @Test
  void formIsToldAndNotTheValue() {
    assertThat(Written.formOf("02/01/2026").text()).isEqualTo("a text of the form 99/99/9999");
    assertThat(Written.formOf("secret").text()).isEqualTo("a text of 6 characters");
  }

  @Property
  @Tag("property")
  void everyMomentIsReadInEveryFormOfItsOffset(
      @ForAll @LongRange(min = -60_000_000_000L, max = 250_000_000_000L) long second,
      @ForAll @IntRange(min = -1080, max = 1080) int minutes) {
    OffsetDateTime moment =
        Instant.ofEpochSecond(second).atOffset(ZoneOffset.ofTotalSeconds(minutes * 60));
    String text = "%1$tY-%1$tm-%1$td %1$tH:%1$tM:%1$tS%1$tz".formatted(moment);

    assertThat(Written.instant(text, PARIS)).contains(moment.toInstant());
    assertThat(Written.instant(moment.toString(), PARIS)).contains(moment.toInstant());
  }

  @Property
  @Tag("property")
  void noTextMakesItThrow(@ForAll String text) {
    Written.instant(text, PARIS);
    Written.formOf(text);
    assertThat(Written.isEmpty(text) && Written.read(text).isPresent()).isFalse();
  }
}
