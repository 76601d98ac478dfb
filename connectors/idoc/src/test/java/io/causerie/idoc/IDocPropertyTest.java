package io.causerie.idoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Bodies of bytes and of half a document, and the keys that events have. */
@Tag("property")
class IDocPropertyTest extends AnyBody {
  @Property
  void bytesThatMeanNothing(@ForAll byte[] body) {
    holds(body);
  }

  @Property
  void documentThatEndsSomewhere(@ForAll("lengths") int length) {
    holds(Arrays.copyOf(GOOD, length));
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, GOOD.length - 1);
  }

  @Property
  void keysOfOthersAreOthers(
      @ForAll("control") List<String> one, @ForAll("control") List<String> other) {
    assertThat(key(one).equals(key(other))).isEqualTo(one.equals(other));
  }

  private static String key(List<String> parts) {
    return new ControlRecord(
            parts.get(0), parts.get(1), parts.get(2), parts.get(3), java.util.Optional.empty())
        .key(parts.get(3));
  }

  @Provide
  Arbitrary<List<String>> control() {
    return Arbitraries.strings().withChars("/%#~2F1a").ofMaxLength(4).list().ofSize(4);
  }
}
