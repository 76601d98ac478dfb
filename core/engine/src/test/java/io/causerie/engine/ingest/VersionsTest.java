package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** Each version of a record is told once: in any order, said again, delivered again. */
class VersionsTest {
  private static final AtomicInteger ORDERS = new AtomicInteger();
  private static @Nullable Desk desk;

  private static Desk desk() {
    Desk open = desk;
    if (open == null) {
      open = new Desk(Databases.H2);
      desk = open;
    }
    return open;
  }

  @AfterContainer
  static void close() {
    desk().close();
  }

  /** A version that arrives; {@code id} tells deliveries of one event from another event. */
  record Coming(int version, int id, boolean withTheNext) {}

  @Provide
  Arbitrary<List<Coming>> comings() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(true, false))
        .as(Coming::new)
        .list()
        .ofMinSize(2)
        .ofMaxSize(14);
  }

  @Property(tries = 50)
  void eachVersionIsToldOnce(@ForAll("comings") List<Coming> comings) {
    String number = "v" + ORDERS.incrementAndGet();
    List<CompletableFuture<EventOutcome>> under = new ArrayList<>();
    TreeSet<Integer> came = new TreeSet<>();
    for (Coming coming : comings) {
      came.add(coming.version());
      SourceEvent event = event(number, coming);
      under.add(
          desk()
              .causerie
              .ingest()
              .accept("orders", Ingest.keyOf(event), event)
              .toCompletableFuture());
      if (!coming.withTheNext()) {
        under.forEach(Desk::await);
        under.clear();
      }
    }
    under.forEach(Desk::await);

    Map<Integer, Integer> told = new HashMap<>();
    for (ActivityView post : desk().feed("ada", number)) {
      told.merge(version(post.published()), post.steps(), Integer::sum);
    }
    assertThat(told.keySet()).isEqualTo(came);
    assertThat(told.values()).containsOnly(1);
    assertThat(desk().record("ada", number).state().get(0).value())
        .isEqualTo(new io.causerie.model.Value.Text("s" + came.last()));
  }

  private static SourceEvent event(String number, Coming coming) {
    ObservationBuilder seen =
        order(number)
            .version(coming.version())
            .status("s" + coming.version())
            .at(Desk.MONDAY.minus(Duration.ofHours(10L - coming.version())));
    return Desk.event(number + "-" + coming.version() + "-" + coming.id(), seen.build());
  }

  private static int version(Instant published) {
    return (int) (10 - Duration.between(published, Desk.MONDAY).toHours());
  }
}
