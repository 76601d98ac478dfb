package io.causerie.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Causerie;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class DeliveriesTest {
  @Parameter Databases databases = Databases.H2;
  private final FakeChannel mail = new FakeChannel("mail", 4, false);
  private final FakeChannel hook = new FakeChannel("hook", 4, true);
  private PostOffice office;
  private Causerie node;

  @BeforeEach
  void open() {
    office = new PostOffice(databases);
    node = office.node(mail, hook);
  }

  @AfterEach
  void close() {
    office.close();
  }

  @Test
  void whatIsAskedForIsDeliveredAfterTheCommitAndNotWithoutIt() {
    assertThatThrownBy(
            () ->
                office
                    .direct()
                    .writing(
                        h -> {
                          node.deliveries()
                              .add(h, List.of(new Deliveries.Order("mail", "ada", "lost", null)));
                          throw new IllegalStateException("rolled back");
                        }))
        .hasMessage("rolled back");

    office.ask(node, "mail", "order 1");
    office.until(DeliveryState.DONE, 1);

    assertThat(mail.arrived()).containsExactly("order 1");
    DeliveryView done = office.of(node, "order 1");
    assertThat(done.outcome()).isEqualTo("delivered");
    assertThat(done.attempts()).isEqualTo(1);
  }

  @Test
  void askedForTwiceItIsDeliveredOnceAChannel() {
    assertThat(office.ask(node, "mail", "a", "note 7")).isEqualTo(1);
    office.until(DeliveryState.DONE, 1);

    assertThat(office.ask(node, "mail", "b", "note 7")).as("also when it is done").isZero();
    assertThat(office.ask(node, "hook", "c", "note 7")).as("another channel").isEqualTo(1);
    assertThat(office.ask(node, "mail", "d", null)).isEqualTo(1);
    assertThat(office.ask(node, "mail", "e", null)).as("without a key").isEqualTo(1);

    office.until(DeliveryState.DONE, 4);
    assertThat(mail.arrived()).containsExactlyInAnyOrder("a", "d", "e");
    assertThat(hook.arrived()).containsExactly("c");
  }

  @Test
  void oneSubjectIsToldInOrderWhileOthersGoOn() {
    AtomicInteger refused = new AtomicInteger();
    hook.behave(
        delivery -> {
          if (delivery.subject().equals("order 1") && refused.incrementAndGet() <= 3) {
            throw new RetryLater(Phrase.quoted("not now"));
          }
          return Outcome.DELIVERED;
        });
    Set<Long> open = ConcurrentHashMap.newKeySet();
    office.ask(node, "hook", "order 1");
    for (int i = 0; i < 20; i++) {
      office.ask(node, "hook", i % 2 == 0 ? "order 1" : "order 2");
    }
    office.until(DeliveryState.DONE, 10);
    assertThat(hook.arrived()).as("only the other subject").containsOnly("order 2");
    List<Long> ids =
        office
            .direct()
            .read(
                h ->
                    h.createQuery("select id from delivery where subject = 'order 1' order by id")
                        .mapTo(Long.class)
                        .list());
    List<Long> came = new java.util.concurrent.CopyOnWriteArrayList<>();
    AtomicInteger together = new AtomicInteger();
    hook.behave(
        delivery -> {
          if (!open.isEmpty()) {
            together.incrementAndGet();
          }
          open.add(delivery.id());
          came.add(delivery.id());
          open.remove(delivery.id());
          return Outcome.DELIVERED;
        });

    office.passUntil("all have come", () -> office.count(DeliveryState.DONE) == 21);

    assertThat(came).containsExactlyElementsOf(ids);
    assertThat(together).as("never two of one subject at once").hasValue(0);
  }

  @Test
  void aChannelThatHangsHoldsUpNobodyElse() {
    CountDownLatch entered = new CountDownLatch(4);
    CountDownLatch letGo = new CountDownLatch(1);
    mail.behave(FakeChannel.deaf(entered, letGo));
    for (int i = 0; i < 10; i++) {
      office.ask(node, "mail", "m" + i);
    }
    await(entered);

    for (int i = 0; i < 100; i++) {
      office.ask(node, "hook", "h" + i);
    }
    office.until(DeliveryState.DONE, 100);
    assertThat(hook.different()).hasSize(100);
    assertThat(node.dead()).isEmpty();

    office.clock.tick(mail.patience().plusSeconds(1));
    office.ask(node, "hook", "wakes it");
    office.until(DeliveryState.IN_DOUBT, 4);
    assertThat(Objects.requireNonNull(office.of(node, "m0").failure()).text())
        .contains("longer than 60 seconds");
    letGo.countDown();
    office.until(DeliveryState.DONE, 107);
    assertThat(office.count(DeliveryState.IN_DOUBT))
        .as("what comes back after it was written off changes nothing")
        .isEqualTo(4);
  }

  @Test
  void eachThreadOfAChannelIsUsedWhileOthersHang() {
    CountDownLatch letGo = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      CountDownLatch entered = new CountDownLatch(1);
      mail.behave(FakeChannel.deaf(entered, letGo));
      office.ask(node, "mail", "m" + i);
      await(entered);
    }
    letGo.countDown();
    office.until(DeliveryState.DONE, 4);
  }

  @Test
  void whatHangsIsInterruptedAndTriedAgainWhereTwiceIsAsGoodAsOnce() {
    CountDownLatch entered = new CountDownLatch(1);
    hook.behave(FakeChannel.hanging(entered, new CountDownLatch(1)));
    office.ask(node, "hook", "a");
    await(entered);
    hook.behave(delivery -> Outcome.DELIVERED);

    office.clock.tick(hook.patience().plusSeconds(1));
    office.ask(node, "mail", "wakes it");
    office.passUntil("it is delivered", () -> office.count(DeliveryState.DONE) == 2);

    assertThat(hook.arrived()).containsExactly("a");
    assertThat(office.of(node, "a").attempts()).isEqualTo(2);
  }

  @Test
  void poisonIsDeadAfterTenTriesAndTheRestGoesOn() {
    hook.behave(
        delivery -> {
          if (delivery.subject().equals("poison")) {
            throw new StackOverflowError("a document that holds itself");
          }
          return Outcome.DELIVERED;
        });
    office.ask(node, "hook", "poison");
    for (int i = 0; i < 50; i++) {
      office.ask(node, "hook", "good " + i);
    }
    office.until(DeliveryState.DONE, 50);

    office.passUntil("the poison is dead", () -> office.count(DeliveryState.DEAD) == 1);

    DeliveryView dead = office.of(node, "poison");
    assertThat(dead.attempts()).isEqualTo(10);
    assertThat(Objects.requireNonNull(dead.failure()).text())
        .isEqualTo("the channel failed with StackOverflowError; the log of the server says where");
    assertThat(node.dead()).isEmpty();
  }

  @Test
  void deadOnesAreTriedAgainOrDiscarded() {
    hook.behave(
        delivery -> {
          throw new GiveUp(Phrase.quoted("no such address"));
        });
    office.ask(node, "hook", "a");
    office.ask(node, "hook", "b");
    office.until(DeliveryState.DEAD, 2);
    hook.behave(delivery -> Outcome.DELIVERED);
    long a = office.of(node, "a").id();
    long b = office.of(node, "b").id();

    assertThat(node.deliveries().retry(Deliveries.Choice.of(List.of(a)))).isEqualTo(1);
    office.until(DeliveryState.DONE, 1);
    assertThat(node.deliveries().discard(Deliveries.Choice.of(List.of(a, b)))).isEqualTo(1);

    assertThat(hook.arrived()).containsExactly("a");
    assertThat(office.of(node, "b").outcome()).isEqualTo("discarded");
    assertThat(Objects.requireNonNull(office.of(node, "b").failure()).text())
        .isEqualTo("no such address");
    assertThat(node.deliveries().retry(Deliveries.Choice.of(List.of(a, b))))
        .as("what is done stays done")
        .isZero();
  }

  @Test
  void aTargetThatIsAwayIsWaitedForFourDays() {
    AtomicInteger tries = new AtomicInteger();
    mail.behave(
        delivery -> {
          tries.incrementAndGet();
          throw new RetryLater(
              Phrase.quoted("the mail server is away\u0000"), Duration.ofHours(6), null);
        });
    office.ask(node, "mail", "a");
    Eventually.until("it was tried", () -> tries.get() == 1);
    office.passUntil("it is dead", () -> office.count(DeliveryState.DEAD) == 1);

    assertThat(tries).as("as often as the target asked for").hasValue(17);
    assertThat(Objects.requireNonNull(office.of(node, "a").failure()).text())
        .isEqualTo("the mail server is away\ufffd");

    node.deliveries().retry(Deliveries.Choice.of("mail", DeliveryState.DEAD));
    Eventually.until("it was tried", () -> tries.get() == 18);
    office.until(DeliveryState.DUE, 1);
  }

  @Test
  void whatMayHaveArrivedIsInDoubtAndHoldsWhatFollows() {
    mail.behave(
        delivery -> {
          if (delivery.attempt() == 1 && delivery.subject().equals("order 1")) {
            return Outcome.UNKNOWN;
          }
          return Outcome.DELIVERED;
        });
    office.ask(node, "mail", "order 1");
    office.until(DeliveryState.IN_DOUBT, 1);
    long doubt = office.of(node, "order 1").id();
    mail.behave(delivery -> Outcome.DELIVERED);
    office.ask(node, "mail", "order 1");
    office.ask(node, "mail", "order 2");
    office.until(DeliveryState.DONE, 1);
    assertThat(mail.arrived()).containsExactly("order 2");

    node.deliveries().discard(Deliveries.Choice.of(List.of(doubt)));

    office.until(DeliveryState.DONE, 3);
    assertThat(mail.arrived()).containsExactly("order 2", "order 1");
  }

  @Test
  void twoNodesDeliverTenThousandThatAreDueAtOnceEachOnce() {
    Causerie other = office.node(mail, hook);
    for (int i = 0; i < 10; i++) {
      int group = i;
      office.ask(
          i % 2 == 0 ? node : other,
          IntStream.range(0, 1000)
              .mapToObj(n -> new Deliveries.Order("mail", "t" + n % 7, "s" + group + "." + n, null))
              .toList());
    }

    office.until(DeliveryState.DONE, 10_000);

    assertThat(mail.different()).hasSize(10_000);
    assertThat(mail.most()).isEqualTo(1);
  }

  @Test
  void whatNobodyCanDeliverWaits() {
    office.ask(node, "fax", "a");
    office.ask(node, "mail", "b");
    office.until(DeliveryState.DONE, 1);
    assertThat(office.count(DeliveryState.DUE)).isEqualTo(1);
    FakeChannel fax = new FakeChannel("fax", 1, false);

    office.node(fax);

    office.until(DeliveryState.DONE, 2);
    assertThat(fax.arrived()).containsExactly("a");
  }

  @Test
  void aNodeThatStopsGivesBackWhatItHasNotBegun() {
    FakeChannel slow = new FakeChannel("slow", 1, true);
    Causerie stopping = office.node(slow);
    for (int i = 0; i < 300; i++) {
      office.ask(stopping, "slow", "quick " + i);
    }
    office.until(DeliveryState.DONE, 300);
    CountDownLatch entered = new CountDownLatch(1);
    slow.behave(FakeChannel.hanging(entered, new CountDownLatch(1)));
    office.ask(
        stopping,
        IntStream.range(0, 100)
            .mapToObj(n -> new Deliveries.Order("slow", "home", "s" + n, null))
            .toList());
    await(entered);
    Eventually.until("more are in hand", () -> office.count(DeliveryState.CLAIMED) > 1);

    stopping.close();

    assertThat(office.count(DeliveryState.CLAIMED)).isZero();
    assertThat(office.count(DeliveryState.DUE)).isEqualTo(100);
    assertThat(office.direct().read(DeliveriesTest::attempts))
        .as("what was not begun was not tried, what was interrupted was")
        .isEqualTo(1);
    assertThat(slow.different()).hasSize(300);
  }

  private static long attempts(org.jdbi.v3.core.Handle h) {
    return h.createQuery("select sum(attempts) from delivery where state = 'due'")
        .mapTo(Long.class)
        .one();
  }

  @Test
  void whatIsDoneIsForgottenAfterAWeek() {
    office.ask(node, "mail", "a", "k");
    office.until(DeliveryState.DONE, 1);
    office.clock.tick(Duration.ofDays(6));
    assertThat(office.direct().write(node.deliveries()::purge)).isFalse();
    assertThat(office.ask(node, "mail", "a", "k")).isZero();

    office.clock.tick(Duration.ofDays(2));
    office.direct().write(node.deliveries()::purge);

    assertThat(office.count(DeliveryState.DONE)).isZero();
  }

  @Test
  void twoChannelsOfOneNameAreRefused() {
    assertThatThrownBy(() -> office.node(mail, mail)).hasMessageContaining("two channels");
    assertThatThrownBy(() -> office.node(new FakeChannel("join-actors", 1, true)))
        .hasMessageContaining("join-actors");
    assertThatThrownBy(() -> office.node(new FakeChannel("none", 0, true)))
        .hasMessageContaining("parallel");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
