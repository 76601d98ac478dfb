package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.model.SourceLimit;
import io.causerie.model.SourceLimit.Left;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an org says of how much may be used. */
class LimitsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
  private static final String REQUESTS = "DailyApiRequests";
  private static final String DELIVERIES = "DailyDeliveredPlatformEvents";

  private final SettableClock clock = new SettableClock(NOW);
  private LiveOrg org;
  private Subscription subscription;
  private Org system;

  @BeforeEach
  void open() {
    org = new LiveOrg(clock);
    subscription = org.subscription();
    system = (Org) org.made();
  }

  @AfterEach
  void close() {
    org.close();
  }

  private SourceLimit limit(String name) {
    return system.limits().stream()
        .filter(limit -> limit.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(system.limits().toString()));
  }

  @Test
  void eachAnswerSaysHowManyRequestsAreUsed() throws Exception {
    assertThat(system.limits()).as("nothing was asked").isEmpty();
    org.salesforce.rest().allow(10);

    for (int i = 1; i <= 8; i++) {
      system.rest().describe("Account");
    }

    SourceLimit requests = limit(REQUESTS);
    assertThat(requests.used()).isEqualTo(8);
    assertThat(requests.most()).isEqualTo(10);
    assertThat(requests.left()).isEqualTo(Left.LITTLE);
    assertThat(requests.asking()).isTrue();
    assertThat(requests.told()).isEqualTo(NOW);
  }

  @Test
  void thoseOfTheAppAreToldApart() throws Exception {
    org.salesforce.rest().allowEachApp(250);

    system.rest().describe("Account");

    assertThat(limit("PerAppApiRequests").most()).isEqualTo(250);
    assertThat(limit(REQUESTS).most()).isEqualTo(100_000);
  }

  @Test
  void deliveriesAreAskedForSeldom() throws Exception {
    org.salesforce.faults().deliveries(2_000);
    try (Listener listener = new Listener(subscription, subscription.start(NOW)).untilAlive()) {
      org.opportunity("one", "Open");
      listener.untilRows(1);

      assertThat(org.salesforce.rest().limitsAsked()).isEqualTo(1);
      assertThat(limit(DELIVERIES).used()).isEqualTo(48_000);
      assertThat(limit(DELIVERIES).left()).isEqualTo(Left.LAST);
      assertThat(limit(DELIVERIES).asking()).as("no question uses it up").isFalse();

      clock.tick(Duration.ofMinutes(31));
      Eventually.until("it asks", () -> org.salesforce.rest().limitsAsked() == 2);
      Eventually.until("it knows", () -> limit(DELIVERIES).used() == 48_001);
    }
  }

  @Test
  void whoMayNotSeeTheSetupFollowsTheChangesAllTheSame() throws Exception {
    org.salesforce.rest().hideLimits();
    assertThat(subscription.start(null)).as("what time it is there is no secret").isNotEmpty();
    try (Listener listener = new Listener(subscription, subscription.start(NOW)).untilAlive()) {
      org.opportunity("one", "Open");
      listener.untilRows(1);

      assertThat(listener.rows).hasSize(1);
      assertThat(system.limits()).extracting(SourceLimit::name).containsExactly(REQUESTS);
    }
  }
}
