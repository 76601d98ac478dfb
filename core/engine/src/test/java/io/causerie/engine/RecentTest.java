package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentTest {
  @Test
  void whatIsUsedStaysAndWhatIsNotIsLetGo() {
    Recent<Integer, String> recent = new Recent<>(100, String::length);
    recent.put(0, "x".repeat(10));

    for (int i = 1; i < 1000; i++) {
      recent.put(i, "y".repeat(10));
      assertThat(recent.find(0)).isPresent();
    }

    long kept = IntStream.range(0, 1000).filter(i -> recent.find(i).isPresent()).count();
    assertThat(kept).isLessThanOrEqualTo(22);
    assertThat(recent.find(1)).isEmpty();
  }

  @Test
  void whatIsHeavierThanAllIsNotKept() {
    Recent<Integer, String> recent = new Recent<>(100, String::length);

    recent.put(1, "x".repeat(101));

    assertThat(recent.find(1)).isEmpty();
  }

  @Property
  @Tag("property")
  void whatIsFoundIsWhatWasPutInLast(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 20) Integer> keys) {
    Recent<Integer, Integer> recent = new Recent<>(5, value -> 1);
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      int key = keys.get(i);
      recent.find(key).ifPresent(found -> assertThat(found).isEqualTo(last.get(key)));
      recent.put(key, i);
      last.put(key, i);
      assertThat(recent.find(key)).hasValueSatisfying(v -> assertThat(v).isEqualTo(last.get(key)));
    }
  }
}
