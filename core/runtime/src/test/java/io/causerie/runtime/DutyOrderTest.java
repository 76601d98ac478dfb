package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.connector.DutyKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Whatever is due and when, beside a model of a few lines. */
class DutyOrderTest {
  /** The others stand in a line; who had a turn goes to its end. */
  private static final class Model {
    private final List<DutyKind> line =
        new ArrayList<>(EnumSet.complementOf(EnumSet.of(DutyKind.POLL)));
    private @Nullable DutyKind last;

    Optional<DutyKind> next(Set<DutyKind> due) {
      Optional<DutyKind> other = line.stream().filter(due::contains).findFirst();
      boolean polls = due.contains(DutyKind.POLL) && (other.isEmpty() || last != DutyKind.POLL);
      Optional<DutyKind> next = polls ? Optional.of(DutyKind.POLL) : other;
      next.ifPresent(
          kind -> {
            last = kind;
            if (line.remove(kind)) {
              line.add(kind);
            }
          });
      return next;
    }
  }

  @Provide
  Arbitrary<List<Set<DutyKind>>> rounds() {
    return Arbitraries.of(DutyKind.class).set().map(DutyOrderTest::some).list().ofMaxSize(60);
  }

  private static Set<DutyKind> some(Set<DutyKind> kinds) {
    Set<DutyKind> due = EnumSet.noneOf(DutyKind.class);
    due.addAll(kinds);
    return due;
  }

  @Property
  void pollComesFirstAndNothingStarves(@ForAll("rounds") List<Set<DutyKind>> rounds) {
    DutyOrder order = new DutyOrder();
    Model model = new Model();
    Map<DutyKind, Integer> waited = new EnumMap<>(DutyKind.class);
    for (Set<DutyKind> due : rounds) {
      Optional<DutyKind> next = order.next(due);

      assertThat(next).isEqualTo(model.next(due));
      assertThat(next.isPresent()).isEqualTo(!due.isEmpty());
      for (DutyKind kind : DutyKind.values()) {
        boolean waits = due.contains(kind) && !next.equals(Optional.of(kind));
        waited.put(kind, waits ? waited.getOrDefault(kind, 0) + 1 : 0);
        int most = kind == DutyKind.POLL ? 1 : 2 * (DutyKind.values().length - 1) - 1;
        assertThat(waited.get(kind)).as("%s waits", kind).isLessThanOrEqualTo(most);
      }
    }
  }
}
