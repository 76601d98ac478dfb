package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.DutyKind;
import io.causerie.spi.SourceException;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Whatever a source delivers, keeps back and says, and however often it is cut off: in the end each
 * order is as the source has it, and what was delivered was told once.
 */
class SubscriptionPropertyTest {
  private static final int ORDERS = 4;
  private static final String TOLD_TWICE =
      """
      select count(*) from (select e.event_id from contribution c join event e on e.id = c.event_id
        group by e.event_id having count(*) > 1)
      """;

  /** What happens. */
  enum What {
    WRITTEN,
    GONE,
    NAMED,
    /** Written, and not delivered; the source says so. */
    NOT_DELIVERED,
    /** The line breaks after the next page. */
    CUT,
    /** The node dies after the rows of a page, and before its cursor. */
    KILLED,
    /** What was delivered so far is kept no more. */
    FORGOTTEN
  }

  record Step(What what, int order) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(What.class), Arbitraries.integers().between(1, ORDERS))
        .as(Step::new)
        .list()
        .ofMinSize(4)
        .ofMaxSize(14);
  }

  @Property(tries = 5)
  void eachOrderIsAsItsSourceHasItInTheEnd(@ForAll("steps") List<Step> steps) {
    StreamSource source = new StreamSource();
    source.patience = Duration.ofDays(1);
    // A source that has nothing any more is rather ill than empty, and an operator is asked.
    source.write("o0", "Open", Desk.MONDAY);
    try (Desk desk = new Desk(Databases.H2)) {
      ConnectorRuntime runtime = runtime(desk, source);
      try {
        int number = 0;
        for (Step step : steps) {
          String id = "o" + step.order();
          Instant at = desk.clock.instant().plusSeconds(++number);
          String status = "status " + number;
          switch (step.what()) {
            case WRITTEN -> source.put(id, status, at);
            case GONE -> source.remove(id, at);
            case NAMED -> source.putNamed(id, status, at);
            case NOT_DELIVERED -> {
              source.write(id, status, at);
              source.overflow();
            }
            case CUT -> cut(source);
            case KILLED -> {
              String cursor = cursor(desk);
              until(desk, "it is taken", () -> source.end().equals(cursor(desk)));
              desk.causerie.connectors().reset("orders", cursor);
              runtime.close();
              runtime = runtime(desk, source);
            }
            case FORGOTTEN -> source.forget();
          }
        }
        source.put("o0", "Shipped", desk.clock.instant());
        until(desk, "all is taken", () -> source.end().equals(cursor(desk)) && isSettled(desk));

        assertThat(known(desk)).isEqualTo(wanted(source));
        assertThat(desk.count(TOLD_TWICE)).as("changes that were told twice").isZero();
        assertThat(source.faults).isEmpty();
      } finally {
        runtime.close();
      }
    }
  }

  private static void cut(StreamSource source) {
    source.after =
        sink -> {
          source.after = StreamSource.NOTHING;
          throw new SourceException(
              SourceException.Fault.TEMPORARY, "cut", "Look at the line.", null);
        };
  }

  private static ConnectorRuntime runtime(Desk desk, StreamSource source) {
    ConnectorRuntime runtime =
        Brisk.of(desk.causerie).connector("orders", source).clock(desk.clock).start();
    until(desk, "it begins", () -> cursor(desk) != null);
    return runtime;
  }

  private static @Nullable String cursor(Desk desk) {
    return state(desk).duty(DutyKind.SUBSCRIBE).progress().cursor();
  }

  private static ConnectorState state(Desk desk) {
    return desk.causerie.connectors().find("orders").orElseThrow();
  }

  private static boolean isSettled(Desk desk) {
    ConnectorState state = state(desk);
    boolean mended = state.broken() == null || state.broken().mended() != null;
    return mended && desk.count("select count(*) from hint") == 0;
  }

  /** The clock goes on meanwhile, so that what failed is tried again. */
  private static void until(Desk desk, String what, BooleanSupplier holds) {
    Eventually.until(
        what,
        () -> {
          desk.clock.tick(Duration.ofMillis(500));
          return holds.getAsBoolean();
        });
  }

  private static Map<String, String> wanted(StreamSource source) {
    Map<String, String> wanted = new HashMap<>();
    source.orders().forEach((id, row) -> wanted.put(id, source.status(id)));
    return wanted;
  }

  /** The orders that are there, with their states. */
  private static Map<String, String> known(Desk desk) {
    Map<String, String> known = new HashMap<>();
    for (int i = 0; i <= ORDERS; i++) {
      String id = "o" + i;
      desk.causerie
          .records()
          .find(Desk.as("ada"), Desk.order(id))
          .filter(record -> record.known() && record.deleted() == null)
          .ifPresent(record -> known.put(id, record.state().get(0).value().toString()));
    }
    return known;
  }
}
