package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.connector.BulkLoad;
import io.causerie.engine.connector.BulkLoads;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Events that make records known of which nobody is told, since a source or an operator says so.
 */
@ParameterizedClass
@EnumSource(Databases.class)
class BulkLoadTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private BulkLoads loads;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    desk.causerie.connectors().register(Set.of("orders"));
    loads = desk.causerie.connectors().bulkLoads();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private EventOutcome quietly(SourceEvent event) {
    return desk.ingest("orders", event.asQuiet());
  }

  @Test
  void quietEventMakesARecordKnownAndTellsNobody() {
    SourceEvent event = desk.event(order("1").status("Open").build());

    EventOutcome outcome = quietly(event);

    assertThat(outcome.fate()).isEqualTo(Fate.IGNORED);
    assertThat(outcome.reason())
        .hasToString(
            "part of a bulk load, as its sender or an operator says: known now, but nobody is told");
    assertThat(desk.feed("ada", "1")).isEmpty();
    assertThat(desk.record("ada", "1").state())
        .singleElement()
        .satisfies(f -> assertThat(f.value()).isEqualTo(new Value.Text("Open")));
    assertThat(desk.ingest("orders", event).duplicate()).as("without the mark, too").isTrue();
    desk.ingest(order("1").status("Shipped"));
    assertThat(desk.feed("ada", "1").get(0).changes().get(0).from())
        .as("it is told from what was known")
        .isEqualTo(new Value.Text("Open"));
  }

  @Test
  void announcedBulkLoadTellsNobodyUntilItEnds() {
    announce(HOUR);
    assertThat(desk.ingest(order("1").status("Open")).fate()).isEqualTo(Fate.IGNORED);
    assertThat(desk.ingest("payroll", desk.event(order("2").build())).fate())
        .as("another connector")
        .isEqualTo(Fate.POSTED);
    assertThat(loads.all())
        .singleElement()
        .extracting(BulkLoad::by, BulkLoad::reason)
        .containsExactly("grace", "the archive");

    desk.clock.tick(HOUR);

    assertThat(loads.find("orders")).isEmpty();
    assertThat(desk.ingest(order("1").status("Shipped")).fate()).isEqualTo(Fate.POSTED);
    announce(HOUR);
    loads.end("orders");
    assertThat(desk.ingest(order("1").status("Open")).fate()).isEqualTo(Fate.POSTED);
  }

  @Test
  void whatWasQuietStaysQuietWhenItIsToldAgain() {
    announce(HOUR);
    desk.ingest(order("1").version(2).status("Paid"));
    loads.end("orders");

    desk.ingest(order("1").version(1).status("Open"));
    desk.settle();

    assertThat(desk.feed("ada", "1")).as("the late one alone").hasSize(1);
  }

  @Test
  void bulkLoadLastsForSomeTimeOnly() {
    for (Duration time : new Duration[] {Duration.ZERO, HOUR.negated(), Duration.ofDays(8)}) {
      assertThatThrownBy(() -> announce(time)).isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(() -> loads.announce("none", HOUR, "grace", null))
        .isInstanceOf(NotFoundException.class);
  }

  private void announce(Duration time) {
    loads.announce("orders", time, "grace", "the archive");
  }
}
