package io.causerie.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class VersionTest {
  @Provide
  Arbitrary<Version> versions() {
    Arbitrary<BigDecimal> few =
        Arbitraries.bigDecimals().between(new BigDecimal("-12"), new BigDecimal("12")).ofScale(2);
    Arbitrary<BigDecimal> wide =
        Arbitraries.bigDecimals()
            .between(new BigDecimal("-1e40"), new BigDecimal("1e40"))
            .ofScale(9);
    return Arbitraries.oneOf(few, wide)
        .flatMap(n -> Arbitraries.of(new Version(false, n), new Version(true, n)));
  }

  @Property
  @Tag("property")
  void sortableTextsSortAsVersionsDo(
      @ForAll("versions") Version one, @ForAll("versions") Version other) {
    int texts = Integer.signum(one.sortable().compareTo(other.sortable()));

    if (one.instant() == other.instant()) {
      assertThat(texts).isEqualTo(one.compareTo(other));
    } else {
      assertThat(texts).isEqualTo(one.instant() ? 1 : -1);
    }
    assertThat(one.sortable()).matches("[nt][01][0-9]*z?");
  }

  @Test
  void lengthsAndFractionsSort() {
    assertThat(List.of("-10", "-9.5", "-9", "-0.5", "0", "0.25", "0.3", "1", "9", "9.01", "10"))
        .isSortedAccordingTo(
            (a, b) ->
                Version.of(new BigDecimal(a))
                    .sortable()
                    .compareTo(Version.of(new BigDecimal(b)).sortable()));
  }
}
