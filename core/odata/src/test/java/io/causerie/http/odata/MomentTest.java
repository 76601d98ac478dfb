package io.causerie.http.odata;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static Moment of(String text, EdmType type) {
    return Moment.of(new TextNode(text), type).orElseThrow();
  }

  @Test
  void offsetOfV2TellsWhereItWasWrittenAndNotWhen() {
    Moment moment = of("/Date(1763457330123+0060)/", EdmType.DATE_TIME_OFFSET);

    assertThat(moment.instant(ZoneOffset.UTC)).isEqualTo(Instant.parse("2025-11-18T09:15:30.123Z"));
    assertThat(moment.literal(ODataVersion.V2))
        .isEqualTo("datetimeoffset'2025-11-18T09:15:30.123Z'");
    assertThat(moment.exact()).isFalse();
  }

  @Test
  void timeWithoutAZoneIsInTheConfiguredOne() {
    Moment moment = of("/Date(1763457330000)/", EdmType.DATE_TIME);

    assertThat(moment.instant(ZoneId.of("Europe/Paris")))
        .isEqualTo(Instant.parse("2025-11-18T08:15:30Z"));
    assertThat(moment.literal(ODataVersion.V2)).isEqualTo("datetime'2025-11-18T09:15:30'");
  }

  @Test
  void etagOfS4TellsAllDigits() {
    Moment moment = of("/Date(1763457330123+0000)/", EdmType.DATE_TIME_OFFSET);

    Moment sharp =
        moment.sharpened(Optional.of("W/\"datetimeoffset'2025-11-18T09%3A15%3A30.1234567Z'\""), 7);
    Moment other =
        moment.sharpened(Optional.of("W/\"datetimeoffset'2025-11-18T10%3A15%3A30.1234567Z'\""), 7);

    assertThat(sharp.literal(ODataVersion.V2))
        .isEqualTo("datetimeoffset'2025-11-18T09:15:30.1234567Z'");
    assertThat(sharp.exact()).isTrue();
    assertThat(other).isEqualTo(moment);
  }

  @Test
  void v4KeepsEveryDigit() {
    Moment moment = of("2025-11-18T10:15:30.123456789012+01:00", EdmType.DATE_TIME_OFFSET);

    assertThat(moment.literal(ODataVersion.V4)).isEqualTo("2025-11-18T10:15:30.123456789012+01:00");
    assertThat(moment.instant(ZoneOffset.UTC))
        .isEqualTo(Instant.parse("2025-11-18T09:15:30.123456789Z"));
    assertThat(of("2025-11-18", EdmType.DATE).literal(ODataVersion.V4)).isEqualTo("2025-11-18");
    assertThat(Moment.of(new TextNode("soon"), EdmType.DATE)).isEmpty();
  }
}
