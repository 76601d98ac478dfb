package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** What was talked about, or linked to, never changes: any order of changes and of readers. */
class HeldPostsTest {
  private static final Viewer GRACE = Desk.as("grace");
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

  enum Act {
    CHANGE,
    LOOK,
    NOTE,
    REACT,
    LINK,
    POST
  }

  /** One act; {@code which} says who changes, or which of the posts that were shown is meant. */
  record Step(Act act, int which, int look, int minutes) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Act> act =
        Arbitraries.frequency(
            net.jqwik.api.Tuple.of(6, Act.CHANGE),
            net.jqwik.api.Tuple.of(3, Act.LOOK),
            net.jqwik.api.Tuple.of(2, Act.NOTE),
            net.jqwik.api.Tuple.of(1, Act.REACT),
            net.jqwik.api.Tuple.of(1, Act.LINK),
            net.jqwik.api.Tuple.of(1, Act.POST));
    return Combinators.combine(
            act,
            Arbitraries.integers().between(0, 5),
            Arbitraries.integers().between(0, 3),
            Arbitraries.integers().between(0, 4))
        .as(Step::new)
        .list()
        .ofMinSize(4)
        .ofMaxSize(24);
  }

  /** What a reader was shown: a position, and what each post said. */
  private record Look(long position, Map<ActivityId, String> said) {}

  @Property(tries = 40)
  void whatWasTalkedAboutStays(@ForAll("steps") List<Step> steps) {
    Desk d = desk();
    String number = "h" + ORDERS.incrementAndGet();
    d.ingest(order(number).status("0"));
    List<Look> looks = new java.util.ArrayList<>();
    Map<ActivityId, String> held = new HashMap<>();
    int changes = 0;
    for (Step step : steps) {
      d.clock.tick(Duration.ofMinutes(step.minutes()));
      switch (step.act()) {
        case CHANGE -> {
          String by = step.which() % 2 == 0 ? "alovelace" : "ghopper";
          d.ingest(order(number).status(String.valueOf(++changes)).by(by));
        }
        case LOOK -> looks.add(new Look(d.position(), said(d, number)));
        case POST -> d.causerie.feed().post(GRACE, d.id(number), Lane.INTERNAL, "Hm", null);
        case NOTE, REACT, LINK -> hold(d, step, looks, held);
      }
      Map<ActivityId, String> now = said(d, number);
      held.forEach((post, words) -> assertThat(now.get(post)).isEqualTo(words));
      assertThat(steps(d, number)).isEqualTo(changes);
    }
  }

  private static void hold(Desk d, Step step, List<Look> looks, Map<ActivityId, String> held) {
    if (looks.isEmpty()) {
      return;
    }
    Look look = looks.get(Math.max(0, looks.size() - 1 - step.look()));
    List<ActivityId> shown = List.copyOf(look.said().keySet());
    if (shown.isEmpty()) {
      return;
    }
    ActivityId post = shown.get(step.which() % shown.size());
    var discussion = d.causerie.discussion();
    if (step.act() == Act.NOTE) {
      discussion.reply(GRACE, post, "I see", null, look.position(), null);
    } else if (step.act() == Act.REACT) {
      discussion.react(GRACE, post, "👍", look.position());
    } else {
      discussion.keep(GRACE, post, look.position());
    }
    held.putIfAbsent(post, String.valueOf(look.said().get(post)));
  }

  private static Map<ActivityId, String> said(Desk d, String number) {
    Map<ActivityId, String> said = new LinkedHashMap<>();
    changes(d, number).forEach(p -> said.put(p.id(), p.steps() + " " + p.changes()));
    return said;
  }

  private static int steps(Desk d, String number) {
    return changes(d, number).stream().mapToInt(ActivityView::steps).sum();
  }

  private static List<ActivityView> changes(Desk d, String number) {
    return d.feed("grace", number).stream()
        .filter(p -> p.kind() == ActivityView.Kind.CHANGE)
        .toList();
  }
}
