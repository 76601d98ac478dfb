package io.causerie.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.db.Databases;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever rows come and go, a record is deleted exactly since the last row went that told of it.
 */
class RowsGonePropertyTest {
  private static RowDesk desk;
  private static int tries;

  @BeforeContainer
  static void open() {
    desk = new RowDesk(Databases.H2);
  }

  @AfterContainer
  static void close() {
    desk.close();
  }

  /**
   * Something that happens to a row.
   *
   * @param no what it tells of; 0: it is gone
   */
  record Step(int key, int no, boolean broken) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            Arbitraries.integers().between(0, 3),
            Arbitraries.frequency(
                net.jqwik.api.Tuple.of(5, false), net.jqwik.api.Tuple.of(1, true)))
        .as(Step::new)
        .list()
        .ofMinSize(3)
        .ofMaxSize(16);
  }

  @Property(tries = 15)
  void recordIsDeletedWithItsLastRow(@ForAll("steps") List<Step> steps) {
    String run = "t" + tries++ + "-";
    Map<Integer, Integer> rows = new HashMap<>();
    Set<Integer> known = new HashSet<>();
    Set<Integer> deleted = new HashSet<>();
    int number = 0;
    for (Step step : steps) {
      // Keys and numbers look alike, so that one can be taken for another.
      desk.broken = step.broken();
      if (step.no() == 0) {
        desk.gone(run + step.key());
        Integer no = rows.remove(step.key());
        if (no != null && !rows.containsValue(no)) {
          deleted.add(no);
        }
      } else {
        desk.read(run + step.key(), run + step.no(), "s" + number++);
        if (!step.broken()) {
          rows.put(step.key(), step.no());
          known.add(step.no());
          deleted.remove(step.no());
        }
      }
      for (int no : known) {
        assertThat(desk.isDeleted(run + no))
            .as("record %d after %s of %s", no, step, steps)
            .isEqualTo(deleted.contains(no));
      }
    }
  }
}
