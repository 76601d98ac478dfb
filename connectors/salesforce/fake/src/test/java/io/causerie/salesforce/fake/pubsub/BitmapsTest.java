package io.causerie.salesforce.fake.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.salesforce.fake.pubsub.Bitmaps.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fields as headers that real orgs sent name them. */
class BitmapsTest {
  @Test
  void theLowestBitIsTheFirstField() {
    assertThat(Bitmaps.of(List.of(Place.of(23)))).containsExactly("0x800000");
    assertThat(Bitmaps.of(List.of(Place.of(1)))).containsExactly("0x02");
    assertThat(Bitmaps.of(List.of(Place.of(8)))).containsExactly("0x0100");
  }

  @Test
  void thereIsNoEndToThem() {
    assertThat(Bitmaps.of(List.of(Place.of(68), Place.of(23))))
        .containsExactly("0x100000000000800000");
  }

  @Test
  void partsStandBehindThePositionOfTheWhole() {
    assertThat(Bitmaps.of(List.of(Place.of(23), new Place(6, 0))))
        .containsExactly("0x800000", "6-0x01");
    assertThat(Bitmaps.of(List.of(new Place(6, 7), new Place(6, 8)))).containsExactly("6-0x0180");
  }

  @Test
  void digitsAreCapitals() {
    assertThat(Bitmaps.of(List.of(Place.of(1), Place.of(3), Place.of(5), Place.of(7))))
        .containsExactly("0xAA");
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(Bitmaps.of(List.of())).isEmpty();
  }
}
