package io.causerie.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.causerie.http.Json;
import io.causerie.salesforce.fake.store.Actor;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The changes of an org, over a line with TLS, with what goes wrong on it. */
class ChangeStreamTest {
  private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

  private final SettableClock clock = new SettableClock(NOW);
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
    return new Listener(subscription, subscription.start(clock.instant()));
  }

  private static JsonNode data(SourceRow row) {
    try {
      return Json.MAPPER.readTree(row.event().data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Listener listener) {
    return listener.rows.stream().map(row -> data(row).path("Name").asText()).toList();
  }

  @Test
  void changeComesWithItsDeclaredFieldsAndWhoMadeIt() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      String id = org.opportunity("Kvarn mill", "Prospecting");
      org.salesforce.org().update(org.ben, id, Map.of("StageName", "Closed Won"));
      listener.untilRows(2);

      JsonNode created = data(listener.rows.get(0));
      JsonNode won = data(listener.rows.get(1));
      assertThat(listener.rows).extracting(SourceRow::key).containsOnly("Opportunity/" + id);
      assertThat(created.path("Name").asText()).isEqualTo("Kvarn mill");
      assertThat(created.has("Amount")).as("empty").isTrue();
      assertThat(created.has("NextStep")).as("not declared").isFalse();
      assertThat(won.path("StageName").asText()).isEqualTo("Closed Won");
      assertThat(won.has("Name")).as("not changed").isFalse();
      assertThat(won.path("LastModifiedBy").path("Name").asText()).isEqualTo("Ben Yu");
      assertThat(listener.breaks).isEmpty();
    }
  }

  @Test
  void goesOnBehindItsCursorWithoutLossAndDouble() throws Exception {
    String cursor;
    try (Listener listener = listen().untilAlive()) {
      org.opportunity("one", "Open");
      cursor = listener.untilRows(1).cursor();
    }
    org.opportunity("two", "Open");
    try (Listener listener = new Listener(subscription, cursor)) {
      org.opportunity("three", "Open");

      assertThat(names(listener.untilRows(2))).containsExactly("two", "three");
    }
  }

  @Test
  void whatHappensBetweenStartAndTheFirstConnectionIsNotMissed() throws Exception {
    org.opportunity("long before", "Open");
    clock.tick(Duration.ofHours(1));
    String cursor = subscription.start(clock.instant());
    clock.tick(Duration.ofSeconds(1));
    org.opportunity("just after", "Open");

    try (Listener listener = new Listener(subscription, cursor)) {
      assertThat(names(listener.untilRows(1))).containsExactly("just after");
    }
  }

  @Test
  void quietTopicIsFollowedByItsKeepAlives() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      String before = listener.cursor();
      org.salesforce.pubsub().keepAlive();

      Eventually.until("its place is known", () -> !listener.cursor().equals(before));
      assertThat(Position.parse(listener.cursor()).isPlaced()).isTrue();
    }
  }

  @Test
  void hundredsOfEventsComeThoughAHundredAreAskedForAtOnce() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      IntStream.rangeClosed(1, 350).forEach(i -> org.opportunity("o" + i, "Open"));

      listener.untilRows(350);

      assertThat(new HashSet<>(names(listener))).hasSize(350);
      assertThat(listener.rows).hasSize(350);
      assertThat(org.salesforce.pubsub().schemasAsked()).as("one schema").isEqualTo(1);
    }
  }

  @Test
  void sessionThatEndsIsFollowedByAnotherAndNothingIsLost() throws Exception {
    org.salesforce.faults().expireAfter(2);
    try (Listener listener = listen().untilAlive()) {
      IntStream.rangeClosed(1, 5).forEach(i -> org.opportunity("o" + i, "Open"));

      assertThat(names(listener.untilRows(5))).containsExactly("o1", "o2", "o3", "o4", "o5");
    }
  }

  @Test
  void signedAssertionOpensTheLineAndOpensItAgainWhenItsSessionEnds() throws Exception {
    KeyPair keys = Pem.pair();
    org.salesforce.app("signed", "", keys.getPublic(), null, Set.of(org.integration));
    String config = org.changes().replaceAll("auth: .*", org.signed("signed", Pem.of(keys)));
    Subscription signed = org.connector(config).intake().subscribed().orElseThrow();
    org.salesforce.faults().expireAfter(2);

    try (Listener listener = new Listener(signed, signed.start(NOW)).untilAlive()) {
      IntStream.rangeClosed(1, 5).forEach(i -> org.opportunity("o" + i, "Open"));

      assertThat(names(listener.untilRows(5))).containsExactly("o1", "o2", "o3", "o4", "o5");
      assertThat(org.salesforce.pubsub().begun()).as("once more").isEqualTo(2);
    }
  }

  @Test
  void assertionOfAnotherKeyIsRefused() throws Exception {
    org.salesforce.app("signed", "", Pem.pair().getPublic(), null, Set.of(org.integration));
    String config = org.changes().replaceAll("auth: .*", org.signed("signed", Pem.fresh()));
    Subscription signed = org.connector(config).intake().subscribed().orElseThrow();

    SourceException failure = new Listener(signed, Position.start(NOW).text()).failure();

    assertThat(failure.fault()).isEqualTo(Fault.CREDENTIALS);
    assertThat(org.salesforce.pubsub().begun()).isZero();
  }

  @Test
  void sessionThatEndsOnceMoreAfterAWhileIsNoWrongPassword() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      for (int i = 1; i <= 2; i++) {
        org.salesforce.pubsub().endSessions();
        org.opportunity("ended " + i, "Open");
        listener.untilRows(i);
      }
      org.salesforce.sessions().endAll();
      org.salesforce.pubsub().complete();
      org.opportunity("refused at the door", "Open");

      assertThat(names(listener.untilRows(3))).contains("refused at the door");
    }
  }

  @Test
  void lineThatIsCutIsTemporaryAndGoesOn() throws Exception {
    org.salesforce.faults().cutAfter(2);
    Listener listener = listen().untilAlive();
    IntStream.rangeClosed(1, 5).forEach(i -> org.opportunity("o" + i, "Open"));

    assertThat(listener.failure().fault()).isEqualTo(Fault.TEMPORARY);
    try (Listener next = new Listener(subscription, listener.cursor())) {
      next.untilRows(5 - listener.rows.size());
      assertThat(listener.rows.size() + next.rows.size()).isEqualTo(5);
      assertThat(names(next)).contains("o5");
    }
  }

  @Test
  void placeThatIsNotKnownAnyMoreIsSaidAndBegunAnewAtTheOldestEvent() throws Exception {
    for (boolean dropped : new boolean[] {false, true}) {
      org.salesforce.faults().dropTrailers(dropped);
      String cursor;
      try (Listener listener = listen().untilAlive()) {
        org.opportunity("before", "Open");
        cursor = listener.untilRows(1).cursor();
      }
      org.salesforce.bus().move();
      org.opportunity("after the move", "Open");

      try (Listener listener = new Listener(subscription, cursor).untilRows(1)) {
        assertThat(names(listener)).containsExactly("after the move");
        assertThat(listener.breaks).singleElement().asString().contains("since 2026-11-23T09:");
      }
    }
  }

  @Test
  void whatIsOlderThanThreeDaysIsMissedAndSaid() throws Exception {
    String cursor;
    try (Listener listener = listen().untilAlive()) {
      org.opportunity("before", "Open");
      cursor = listener.untilRows(1).cursor();
    }
    org.opportunity("missed", "Open");
    clock.tick(Duration.ofDays(4));
    org.opportunity("after", "Open");

    try (Listener listener = new Listener(subscription, cursor).untilRows(1)) {
      assertThat(names(listener)).containsExactly("after");
      assertThat(listener.breaks).hasSize(1);
    }
  }

  @Test
  void gapNamesItsRecordsWhichAreReadBack() throws Exception {
    String id = org.opportunity("Kvarn mill", "Open");
    try (Listener listener = listen().untilRows(1)) {
      org.salesforce.faults().gaps(1);
      org.salesforce.org().update(org.ben, id, Map.of("StageName", "Closed Won"));
      listener.untilRows(2);

      SourceRow gap = listener.rows.get(1);
      assertThat(gap.isNamed()).isTrue();
      assertThat(gap.key()).isEqualTo("Opportunity/" + id);
      List<SourceRow> read =
          org.connector(org.changes()).readBack().orElseThrow().read(List.of(gap.key()));
      assertThat(read)
          .singleElement()
          .satisfies(
              row -> assertThat(data(row).path("StageName").asText()).isEqualTo("Closed Won"));
    }
  }

  @Test
  void eventThatTellsOfManyRecordsIsOneOfEachHoweverOftenItComes() throws Exception {
    List<String> ids = Stream.of("a", "b", "c").map(name -> org.opportunity(name, "Open")).toList();
    String cursor;
    List<String> events;
    try (Listener listener = listen().untilRows(3)) {
      cursor = listener.cursor();
      org.salesforce
          .org()
          .commit(
              Actor.person(org.ben),
              t -> {
                ids.forEach(id -> t.update(id, Map.of("StageName", "Closed Won")));
                return "";
              });
      List<SourceRow> won = listener.untilRows(6).rows.subList(3, 6);

      assertThat(won).extracting(row -> sequence(row)).as("one event").containsOnly(1);
      assertThat(won)
          .extracting(SourceRow::key)
          .containsExactlyElementsOf(ids.stream().map("Opportunity/"::concat).toList());
      assertThat(won).extracting(row -> data(row).path("Id").asText()).isEqualTo(ids);
      assertThat(won)
          .extracting(row -> data(row).path("StageName").asText())
          .containsOnly("Closed Won");
      events = won.stream().map(row -> row.event().id()).toList();
      assertThat(events).doesNotHaveDuplicates();
    }
    try (Listener again = new Listener(subscription, cursor).untilRows(3)) {
      assertThat(again.rows).extracting(row -> row.event().id()).isEqualTo(events);
    }
  }

  @Test
  void placeMovesWithTheLastPageOfAResponseOnly() throws Exception {
    List<String> ids =
        IntStream.rangeClosed(1, 450).mapToObj(i -> org.opportunity("o" + i, "Open")).toList();
    try (Listener listener = listen().untilRows(450)) {
      String before = listener.cursor();
      int pages = listener.pages.size();
      org.salesforce
          .org()
          .commit(
              Actor.person(org.ben),
              t -> {
                ids.forEach(id -> t.update(id, Map.of("StageName", "Closed Won")));
                return "";
              });
      listener.untilRows(900);

      List<Poller.Page> told = listener.pages.subList(pages, listener.pages.size());
      assertThat(told).as("an event of many records").hasSizeGreaterThan(2);
      assertThat(told.subList(0, told.size() - 1))
          .as("whoever stops here has them all again")
          .allSatisfy(page -> assertThat(page.next()).isEqualTo(before));
      assertThat(told.get(told.size() - 1).next()).isNotEqualTo(before);
    }
  }

  private static int sequence(SourceRow row) {
    return data(row).path("ChangeEventHeader").path("sequenceNumber").asInt();
  }

  @Test
  void transactionWithHolesComesInItsOrderAndWhole() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      org.salesforce.faults().gaps(1);
      org.salesforce
          .org()
          .commit(
              Actor.person(org.ben),
              t -> {
                t.insert("Lead", Map.of("LastName", "Ek", "Company", "Ek"));
                t.insert("Account", Map.of("Name", "Kvarn AB"));
                t.insert("Lead", Map.of("LastName", "Ås", "Company", "Ås"));
                String won = t.insert("Opportunity", Map.of("Name", "Mill", "StageName", "Open"));
                t.update(won, Map.of("StageName", "Proposal"));
                t.update(won, Map.of("StageName", "Closed Won"));
                return won;
              });
      listener.untilRows(4);

      assertThat(listener.rows)
          .extracting(row -> sequence(row))
          .as("nobody selected leads")
          .containsExactly(2, 4, 5, 6);
      assertThat(listener.rows.subList(1, 4))
          .extracting(row -> data(row).path("StageName").asText())
          .containsExactly("Open", "Proposal", "Closed Won");
      assertThat(listener.rows)
          .extracting(row -> transaction(row))
          .containsOnly(transaction(listener.rows.get(0)));
      assertThat(listener.breaks).as("holes are usual").isEmpty();
      SourceRow gap = listener.rows.get(0);
      assertThat(gap.isNamed()).isTrue();
      assertThat(org.connector(org.changes()).readBack().orElseThrow().read(List.of(gap.key())))
          .singleElement()
          .satisfies(row -> assertThat(data(row).path("Name").asText()).isEqualTo("Kvarn AB"));
    }
  }

  private static String transaction(SourceRow row) {
    return data(row).path("ChangeEventHeader").path("transactionKey").asText();
  }

  @Test
  void moreThanSalesforceTellsIsSaid() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      clock.tick(Duration.ofHours(1));
      org.salesforce.faults().overflowAt(3);
      org.salesforce
          .org()
          .commit(
              Actor.person(org.ada),
              t -> {
                IntStream.rangeClosed(1, 6)
                    .forEach(i -> t.insert("Opportunity", Map.of("Name", "o" + i)));
                return "";
              });
      org.salesforce.faults().overflowAt(100_000);
      org.opportunity("after", "Open");

      Eventually.until(
          "what came after is there",
          Duration.ofSeconds(10),
          () -> names(listener).contains("after"));
      assertThat(listener.breaks).isNotEmpty();
      assertThat(listener.breaks.get(0)).contains("Opportunity").contains("since " + NOW);
    }
  }

  @Test
  void eventThatNoAttributeMayHoldIsSetAsideAndSaid() throws Exception {
    try (Listener listener = listen().untilAlive()) {
      org.salesforce.faults().spoilt(1);
      org.opportunity("spoilt", "Open");
      org.opportunity("after", "Open");
      listener.untilRows(2);

      assertThat(names(listener)).containsExactly("", "after");
      assertThat(listener.rows.get(0).key()).startsWith("unreadable/");
      assertThat(listener.breaks).hasSize(1);
    }
  }

  @Test
  void deletionIsOneAndAMergerIsNone() throws Exception {
    String winner = org.salesforce.org().insert(org.ada, "Account", Map.of("Name", "Kvarn AB"));
    String loser = org.salesforce.org().insert(org.ada, "Account", Map.of("Name", "Kvarn"));
    String gone = org.opportunity("Kvarn mill", "Open");
    try (Listener listener = listen().untilRows(3)) {
      org.salesforce.org().delete(org.ben, gone);
      org.salesforce
          .org()
          .commit(
              Actor.person(org.ben),
              t -> {
                t.merge(winner, List.of(loser));
                return "";
              });
      listener.untilRows(5);

      SourceRow deletion =
          listener.rows.stream().filter(SourceRow::isGone).findFirst().orElseThrow();
      assertThat(listener.rows).filteredOn(SourceRow::isGone).hasSize(1);
      assertThat(deletion.key()).isEqualTo("Opportunity/" + gone);
      assertThat(listener.rows)
          .filteredOn(row -> row.key().equals("Account/" + loser))
          .last()
          .satisfies(
              row -> assertThat(data(row).path("MasterRecordId").asText()).isEqualTo(winner));
    }
  }

  @Test
  void whatWasWrittenFromHereIsToldToNobody() throws Exception {
    String id = org.opportunity("Kvarn mill", "Open");
    try (Listener listener = listen().untilRows(1)) {
      for (String client : List.of("causerie", "another")) {
        org.salesforce
            .org()
            .commit(
                org.integrationBy(client),
                t -> {
                  t.update(id, Map.of("StageName", client));
                  return "";
                });
      }
      org.salesforce
          .org()
          .commit(
              new Actor(org.ada, org.integrationBy("causerie").origin(), null),
              t -> {
                t.update(id, Map.of("StageName", "by a person's own client"));
                return "";
              });
      listener.untilRows(4);

      assertThat(listener.rows)
          .extracting(row -> row.event().isQuiet())
          .containsExactly(false, true, false, false);
    }
  }

  @Test
  void keyOfAnotherRecordHasTheRestReadBack() throws Exception {
    String account = org.salesforce.org().insert(org.ada, "Account", Map.of("Name", "Kvarn AB"));
    String contact = org.salesforce.org().insert(org.ada, "Contact", Map.of("LastName", "Berg"));
    try (Listener listener = listen().untilRows(3)) {
      int before = listener.rows.size();
      org.salesforce.org().update(org.ada, contact, Map.of("AccountId", account));
      listener.untilRows(before + 2);

      assertThat(listener.rows.subList(before, before + 2))
          .extracting(SourceRow::isNamed)
          .containsExactly(false, true);
    }
  }

  @Test
  void wrongSecretAndWrongTopicAreSaid() throws Exception {
    String elsewhere = org.changes().replace("Causerie__chn", "Nothing__chn");
    Subscription none = org.connector(elsewhere).intake().subscribed().orElseThrow();
    assertThat(new Listener(none, none.start(NOW)).failure().fault())
        .isEqualTo(Fault.CONFIGURATION);

    String stranger = org.changes().replace(LiveOrg.SECRET, "another");
    Subscription refused = org.connector(stranger).intake().subscribed().orElseThrow();
    assertThat(new Listener(refused, Position.start(NOW).text()).failure().fault())
        .isEqualTo(Fault.CREDENTIALS);
  }

  @Test
  void certificateThatIsNotTrustedIsSaid() throws Exception {
    String strange = org.changes().replaceAll("pubSubAuthority: .*\n", "");
    Subscription untrusted = org.connector(strange).intake().subscribed().orElseThrow();

    SourceException failure = new Listener(untrusted, untrusted.start(NOW)).failure();

    assertThat(failure.fault()).isEqualTo(Fault.CONFIGURATION);
    assertThat(failure).hasMessageContaining("a certificate that is not trusted");
    assertThat(failure.remedy().text()).contains("`pubSubAuthority`");
  }

  @Test
  void deliveriesThatAreUsedUpAreTemporary() throws Exception {
    org.salesforce.faults().deliveries(1);
    Listener listener = listen().untilAlive();
    org.opportunity("one", "Open");
    org.opportunity("two", "Open");

    SourceException failure = listener.failure();
    assertThat(failure.fault()).isEqualTo(Fault.TEMPORARY);
    assertThat(failure.getMessage()).contains("limit.exceeded");
  }

  @Test
  void connectorIsCheckedFieldByField() throws Exception {
    org.connector(org.changes()).check();

    String misspelt = org.changes().replace("Opportunity.StageName", "Opportunity.StageNme");
    assertThat(org.catchSource(() -> org.connector(misspelt).check()).getMessage())
        .contains("`StageNme`; did you mean `StageName`?");
  }
}
