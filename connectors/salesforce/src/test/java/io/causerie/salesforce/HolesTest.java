package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.salesforce.fake.store.Actor;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions in which numbers are missing. */
class HolesTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T09:00:00Z"));
  private LiveOrg org;
  private Subscription subscription;

  @BeforeEach
  void open() {
    org = new LiveOrg(clock);
    subscription = org.subscription();
  }

  @AfterEach
  void close() {
    org.close();
  }

  private Listener listen() throws SourceException {
    return new Listener(subscription, subscription.start(clock.instant())).untilAlive();
  }

  /** Opportunities of one transaction, by their ids. */
  private List<String> together(String... names) {
    List<String> ids = new ArrayList<>();
    org.salesforce
        .org()
        .commit(
            Actor.person(org.ben),
            t -> {
              for (String name : names) {
                ids.add(t.insert("Opportunity", Map.of("Name", name, "StageName", "Open")));
              }
              return "";
            });
    return ids;
  }

  private static List<String> named(Listener listener) {
    return listener.rows.stream().filter(SourceRow::isNamed).map(SourceRow::key).toList();
  }

  @Test
  void recordThatNoEventToldOfIsReadBackOnce() throws Exception {
    org.opportunity("another, in the same moment", "Open");
    clock.tick(Duration.ofHours(1));
    try (Listener listener = listen()) {
      org.salesforce.faults().lose(2);
      List<String> ids = together("told", "lost", "told too");
      listener.untilRows(3);
      org.opportunity("after", "Open");
      listener.untilRows(4);

      assertThat(named(listener)).containsExactly("Opportunity/" + ids.get(1));
      assertThat(listener.rows).hasSize(4);
      assertThat(listener.breaks).as("a hole is usual").isEmpty();
      assertThat(
              org.connector(org.changes())
                  .readBack()
                  .orElseThrow()
                  .read(List.of("Opportunity/" + ids.get(1))))
          .hasSize(1);
    }
  }

  @Test
  void holeThatIsLeftByAnObjectNobodySelectedReadsNothingBack() throws Exception {
    try (Listener listener = listen()) {
      together("before");
      for (int i = 0; i < 3; i++) {
        clock.tick(Duration.ofMinutes(2));
        org.salesforce
            .org()
            .commit(
                Actor.person(org.ben),
                t -> {
                  t.insert("Lead", Map.of("LastName", "Ek", "Company", "Ek"));
                  t.insert("Opportunity", Map.of("Name", "with a lead", "StageName", "Open"));
                  t.insert("Lead", Map.of("LastName", "Berg", "Company", "Berg"));
                  return t.insert("Account", Map.of("Name", "Kvarn AB"));
                });
      }
      listener.untilRows(7);
      together("after");
      listener.untilRows(8);

      assertThat(listener.rows).hasSize(8).noneMatch(SourceRow::isNamed);
    }
  }

  @Test
  void howeverManyHolesThereAreItIsLookedOnceAMinute() throws Exception {
    try (Listener listener = listen()) {
      org.salesforce.faults().lose(1);
      List<String> first = together("lost", "told");
      // What comes first may have begun before the line did.
      listener.untilRows(1);
      org.salesforce.faults().lose(1);
      List<String> second = together("lost", "told");
      Eventually.until("it looks", () -> named(listener).contains("Opportunity/" + second.get(0)));
      int known = named(listener).size();
      org.salesforce.faults().lose(1);
      List<String> third = together("lost", "told");
      listener.untilRows(known + 3);
      together("after");
      listener.untilRows(known + 4);
      assertThat(named(listener)).hasSize(known).doesNotContain("Opportunity/" + third.get(0));

      clock.tick(Duration.ofMinutes(1));
      Eventually.until("it looks again", () -> named(listener).size() > known);
      assertThat(named(listener)).last().isEqualTo("Opportunity/" + third.get(0));
      assertThat(first).hasSize(2);
    }
  }
}
