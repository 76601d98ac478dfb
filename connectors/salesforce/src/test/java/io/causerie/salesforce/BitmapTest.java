package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitmapTest {
  @Test
  void lowestBitIsTheFirstField() {
    assertThat(Bitmap.parse("0x800000")).isEqualTo(new Bitmap(-1, java.util.List.of(23)));
    assertThat(Bitmap.parse("0x100000000000800000").fields()).containsExactly(23, 68);
    assertThat(Bitmap.parse("0x0400000000000000").fields()).containsExactly(58);
  }

  @Test
  void bitsOfACompoundFieldStandBehindItsPlace() {
    assertThat(Bitmap.parse("6-0x0180")).isEqualTo(new Bitmap(6, java.util.List.of(7, 8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "800000", "LastModifiedDate", "6-", "-0x01", "0xZZ"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Bitmap.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
