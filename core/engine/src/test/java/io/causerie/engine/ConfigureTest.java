package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.access.RightsStore;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Database;
import io.causerie.model.Audience;
import io.causerie.model.Localized;
import io.causerie.model.MappingOutcome;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Another configuration comes into force in an engine that goes on. */
class ConfigureTest {
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(Databases.H2);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static Configured readBy(String title, String... groups) {
    return Configured.of(
        List.of(
            new SystemRules(
                "desk",
                Localized.of(title),
                new Audience(Readers.groups(groups), Readers.NOBODY),
                true)),
        List.of(new ConnectorRules("orders", "desk", null, null, Desk.READY_MADE)),
        Map.of(),
        Duration.ofDays(30));
  }

  private boolean reads(String person) {
    return desk.causerie.records().find(Desk.as(person), Desk.order("1")).isPresent();
  }

  private void people(Person... all) {
    desk.causerie.origins().says(Origin.PEOPLE_FILE, List.of(all));
  }

  @Test
  void whoIsLetInByOneOfTwoConfigurationsAloneReadsNothingWhilePeopleAreWritten() {
    desk.ingest(order("1").status("Open"));
    assertThat(reads("grace")).isTrue();
    assertThat(reads("mary")).isFalse();
    List<Boolean> meanwhile = new ArrayList<>();

    // Mary's group may read from now on; she has left it with the same change, and Grace has
    // joined.
    desk.causerie.configure(
        readBy("Desk", "logistics"),
        () -> {
          meanwhile.add(reads("grace"));
          meanwhile.add(reads("mary"));
          people(
              Person.employee("grace", "Grace Hopper", "logistics"),
              Person.employee("mary", "Mary Jackson", "archive"));
          meanwhile.add(reads("mary"));
        },
        () -> {});

    assertThat(meanwhile).containsExactly(false, false, false);
    assertThat(reads("grace")).isTrue();
    assertThat(reads("mary")).isFalse();
  }

  @Test
  void whatFailsLeavesRulesAsTheyWere() {
    desk.ingest(order("1").status("Open"));
    Configured before = desk.causerie.configured();

    assertThatThrownBy(
            () ->
                desk.causerie.configure(
                    readBy("Desk", "logistics"),
                    () -> {
                      throw new IllegalStateException("of the database");
                    },
                    () -> {}))
        .hasMessage("of the database");

    assertThat(desk.causerie.configured()).isSameAs(before);
    assertThat(reads("grace")).isTrue();
    assertThat(reads("mary")).isFalse();
  }

  @Test
  void titleOfASystemIsAnotherOneForWhoHasReadIt() {
    desk.ingest(order("1").status("Open"));
    assertThat(desk.record("grace", "1").head().systemTitle().in("en")).isEqualTo("Order desk");

    desk.causerie.configure(readBy("Sales desk", "sales"), () -> {}, () -> {});

    assertThat(desk.record("grace", "1").head().systemTitle().in("en")).isEqualTo("Sales desk");
  }

  @Test
  void eventsAreMappedByWhatIsInForceAndConnectorsThatAreGoneTakeNone() {
    desk.causerie.configure(
        Configured.of(
            List.of(new SystemRules("desk", Desk.CEILING)),
            List.of(
                new ConnectorRules(
                    "orders",
                    "desk",
                    null,
                    null,
                    event -> new MappingOutcome.Ignored(Phrase.quoted("not any more")))),
            Map.of(),
            Duration.ofDays(30)),
        () -> {},
        () -> {});

    assertThat(desk.ingest(order("1").status("Open")).reason()).hasToString("not any more");
    assertThatThrownBy(() -> desk.ingest("history", Desk.event("2", "{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("history");
  }

  /** With the same change Mary joins sales, and sales may read no more: neither lets her in. */
  private void failing(Runnable back) {
    assertThatThrownBy(
            () ->
                desk.causerie.configure(
                    readBy("Desk", "archive"),
                    () -> {
                      people(
                          Person.employee("grace", "Grace Hopper", "sales"),
                          Person.employee("mary", "Mary Jackson", "sales"));
                      throw new IllegalStateException("of the database");
                    },
                    back))
        .hasMessage("of the database");
  }

  @Test
  void whatFailsOncePeopleAreWrittenLetsNobodySeeMore() {
    desk.ingest(order("1").status("Open"));

    failing(() -> desk.causerie.origins().says(Origin.PEOPLE_FILE, Desk.people()));

    assertThat(reads("mary")).isFalse();
    assertThat(reads("grace")).isTrue();
  }

  @Test
  void bothLimitReadersWhileNobodyKnowsWhosePeopleTheyAre() {
    desk.ingest(order("1").status("Open"));

    failing(
        () -> {
          throw new IllegalStateException("still");
        });

    assertThat(reads("mary")).isFalse();
    desk.causerie.configure(
        readBy("Desk", "sales"),
        () -> desk.causerie.origins().says(Origin.PEOPLE_FILE, Desk.people()),
        () -> {});
    assertThat(reads("mary")).isFalse();
    assertThat(reads("grace")).isTrue();
  }

  /**
   * Mary reads nothing before, and nothing afterwards; a look that sees half of it lets nobody in.
   */
  @Test
  void lookThatBeganBeforeIsUnderBoth() {
    desk.ingest(order("1").status("Open"));
    RecordId record = desk.id("1");
    assertThat(reads("mary")).isFalse();

    var in =
        Database.over(desk.source())
            .read(
                h -> {
                  // Its moment begins.
                  RightsStore.version(h);
                  CompletableFuture.runAsync(
                          () ->
                              desk.causerie.configure(
                                  readBy("Desk", "logistics"),
                                  () ->
                                      people(
                                          Person.employee("grace", "Grace Hopper", "logistics"),
                                          Person.employee("mary", "Mary Jackson", "archive")),
                                  () -> {}))
                      .join();
                  return desk.causerie.reads().standings(h, record, List.of(Desk.as("mary")));
                });

    assertThat(in.in()).isEmpty();
    assertThat(reads("grace")).as("who begins now").isTrue();
  }
}
