package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ReplayPreset;
import io.causerie.spi.SourceException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {
  @Test
  void whatIsTooLongForACursorIsNoPlace() {
    assertThat(Position.isPlace(ByteString.copyFrom(new byte[10]))).isTrue();
    assertThat(Position.isPlace(ByteString.copyFrom(new byte[1 << 20]))).isFalse();
    assertThat(Position.isPlace(ByteString.EMPTY)).isFalse();
  }

  private static final Instant THEN = Instant.parse("2026-11-23T09:00:00Z");
  private static final byte[] REPLAY = {0, 0, 0, 0, 0, 23, -112, 41, 0, 0};

  @Test
  void replayIdIsBytesWhateverTheyAre() throws Exception {
    Position position = Position.start(THEN).at(REPLAY, THEN.plusSeconds(5));

    Position read = Position.parse(position.text());

    assertThat(read).isEqualTo(position);
    assertThat(read.from().preset()).isEqualTo(ReplayPreset.CUSTOM);
    assertThat(read.from().replay().toByteArray()).isEqualTo(REPLAY);
    assertThat(read.safe()).isEqualTo(THEN.plusSeconds(5));
  }

  @Test
  void whatHasNoPlaceBeginsAtTheOldestEventAndNeverAtTheNewest() throws Exception {
    Position lost = Position.start(THEN).at(REPLAY, THEN.plusSeconds(5)).lost();

    assertThat(Position.parse(lost.text()).from().preset()).isEqualTo(ReplayPreset.EARLIEST);
    assertThat(lost.safe()).isEqualTo(THEN.plusSeconds(5));
    assertThat(Position.start(THEN).from().preset()).isEqualTo(ReplayPreset.EARLIEST);
  }

  @Test
  void timeDoesNotGoBack() {
    assertThat(Position.start(THEN).at(REPLAY, THEN.minusSeconds(9)).safe()).isEqualTo(THEN);
  }

  @Test
  void cursorOfAnotherConfigurationIsRefused() {
    for (String other :
        List.of(
            "{}",
            "nonsense",
            "{\"of\":{}}",
            "{\"safe\":\"then\"}",
            "{\"safe\":\"2026-11-23T09:00:00Z\"}")) {
      assertThatThrownBy(() -> Position.parse(other)).isInstanceOf(SourceException.class);
    }
  }
}
