package io.causerie.engine.ingest;

import static io.causerie.engine.Desk.MONDAY;
import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.connector.Lease;
import io.causerie.engine.connector.LeaseLostException;
import io.causerie.engine.feed.ActivityView;
import io.causerie.model.EventId;
import io.causerie.model.Lane;
import io.causerie.model.SourceEvent;
import io.causerie.model.Value;
import io.causerie.model.When;
import io.causerie.model.json.ModelJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.db.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class IngestTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  @Test
  void newRecordIsPostedAsCreated() {
    EventOutcome outcome = desk.ingest(order("1").status("Open"));

    assertThat(outcome.fate()).isEqualTo(Fate.POSTED);
    ActivityView post = desk.feed("ada", "1").get(0);
    assertThat(post.type()).isEqualTo("Create");
    assertThat(post.actor().name()).isEqualTo("Ada Lovelace");
    assertThat(desk.record("ada", "1").state())
        .singleElement()
        .satisfies(f -> assertThat(f.value()).isEqualTo(new Value.Text("Open")));
  }

  @Test
  void warningsOfAMappingAreKeptWithTheEventThatIsPosted() {
    EventOutcome outcome =
        desk.ingest(
            "orders",
            Desk.event("odd", "odd:" + ModelJson.write(order("1").status("Open").build())));
    EventOutcome good = desk.ingest(order("2").status("Open"));

    assertThat(outcome.fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.causerie.events().find("orders", outcome.event()).orElseThrow().warnings())
        .containsExactly(Phrase.quoted("track due (.due) is not a date"), Phrase.quoted("another"));
    assertThat(desk.causerie.events().find("orders", good.event()).orElseThrow().warnings())
        .isEmpty();
    assertThat(desk.causerie.events().search("orders", null, null, null, true, null, 10).items())
        .extracting(EventView::id)
        .containsExactly(outcome.event());
    assertThat(desk.causerie.events().search("orders", null, null, null, false, null, 10).items())
        .hasSize(2);
  }

  @Test
  void changedFieldIsPostedWithBothValues() {
    desk.ingest(order("1").status("Open"));

    desk.ingest(order("1").status("Shipped"));

    ActivityView.ChangeView change = desk.feed("ada", "1").get(0).changes().get(0);
    assertThat(change.from()).isEqualTo(new Value.Text("Open"));
    assertThat(change.to()).isEqualTo(new Value.Text("Shipped"));
  }

  @Test
  void absentFieldIsNotCleared() {
    desk.ingest(order("1").status("Open").field("Amount", new Value.Text("12")));

    desk.ingest(order("1").status("Shipped"));

    assertThat(desk.feed("ada", "1").get(0).changes()).hasSize(1);
    assertThat(desk.record("ada", "1").state()).hasSize(2);
  }

  @Test
  void fieldWithoutAValueIsNoFactOfItsRecord() {
    desk.ingest(order("1").status("Open").field("Amount", Value.Empty.INSTANCE));
    assertThat(desk.record("ada", "1").state()).extracting(f -> f.name()).containsExactly("Status");

    desk.ingest(order("1").field("Status", Value.Empty.INSTANCE).field("Amount", text("12")));
    assertThat(desk.record("ada", "1").state()).extracting(f -> f.name()).containsExactly("Amount");
    assertThat(desk.feed("ada", "1").get(0).changes())
        .as("that it was cleared is news")
        .extracting(ActivityView.ChangeView::to)
        .containsExactlyInAnyOrder(Value.Empty.INSTANCE, text("12"));
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  @Test
  void sameValuesAreIgnoredAsUnchanged() {
    desk.ingest(order("1").status("Open"));

    EventOutcome outcome = desk.ingest(order("1").status("Open"));

    assertThat(outcome.fate()).isEqualTo(Fate.IGNORED);
    assertThat(outcome.reason()).asString().startsWith("unchanged");
    assertThat(desk.feed("ada", "1")).hasSize(1);
  }

  @Test
  void redeliveredEventIsPostedOnce() {
    SourceEvent event = desk.event(order("1").status("Open").build());

    EventOutcome first = desk.ingest("orders", event);
    EventOutcome second = desk.ingest("orders", event);

    assertThat(second.duplicate()).isTrue();
    assertThat(second.event()).isEqualTo(first.event());
    assertThat(desk.feed("ada", "1")).hasSize(1);
  }

  @Test
  void deliveryThatComesAgainUnderAnotherEventIdIsOne() {
    SourceEvent first = Desk.event("a", order("1").status("Open").build());
    SourceEvent captured = Desk.event("b", order("1").status("Open").build());
    SourceEvent altered = Desk.event("c", order("1").status("Paid").build());

    EventOutcome posted = deliver(first);
    EventOutcome again = deliver(captured);
    EventOutcome other = deliver(altered);

    assertThat(posted.fate()).isEqualTo(Fate.POSTED);
    assertThat(again.duplicate()).isTrue();
    assertThat(again.event()).isEqualTo(posted.event());
    assertThat(other.fate()).as("kept, and never taken for a repetition").isEqualTo(Fate.FAILED);
    assertThat(desk.feed("ada", "1")).hasSize(1);
    assertThat(desk.count("select count(*) from event")).isEqualTo(2);
  }

  private EventOutcome deliver(SourceEvent event) {
    return Desk.await(desk.causerie.ingest().accept("orders", Ingest.keyOf("wh_1"), event));
  }

  @Test
  void sameDataInAnotherSpellingIsTheSameEvent() {
    SourceEvent event = desk.event(order("1").status("Open").build());
    String spaced = new String(event.data(), java.nio.charset.StandardCharsets.UTF_8) + "  \n";

    desk.ingest("orders", event);
    EventOutcome again = desk.ingest("orders", Desk.event(event.id(), spaced));

    assertThat(again.duplicate()).isTrue();
  }

  @Test
  void reusedIdWithOtherDataIsKeptAsFailed() {
    desk.ingest("orders", Desk.event("x", order("1").status("Open").build()));

    EventOutcome reused =
        desk.ingest("orders", Desk.event("x", order("1").status("Shipped").build()));
    EventOutcome again =
        desk.ingest("orders", Desk.event("x", order("1").status("Shipped").build()));

    assertThat(reused.fate()).isEqualTo(Fate.FAILED);
    assertThat(reused.duplicate()).isFalse();
    assertThat(again.duplicate()).isTrue();
    assertThat(failed())
        .singleElement()
        .satisfies(e -> assertThat(e.cause()).asString().isEqualTo("id reused"));
  }

  @Test
  void sameEventAThousandTimesInParallelIsPostedOnce() {
    SourceEvent event = desk.event(order("1").status("Open").build());

    List<EventOutcome> outcomes = all(1000, i -> event);

    assertThat(outcomes).filteredOn(o -> !o.duplicate()).hasSize(1);
    assertThat(outcomes).allMatch(o -> o.fate() == Fate.POSTED);
    assertThat(desk.count("select count(*) from activity")).isEqualTo(1);
    assertThat(desk.count("select count(*) from event")).isEqualTo(1);
  }

  @Test
  void tenThousandEventsOfOneRecordInParallelEachHaveAFate() {
    List<EventOutcome> outcomes =
        all(10_000, i -> desk.event(order("1").status("S" + i).by("user" + i % 7).build()));

    assertThat(outcomes).allMatch(o -> o.fate() == Fate.POSTED && !o.duplicate());
    assertThat(desk.count("select count(*) from event")).isEqualTo(10_000);
    assertThat(desk.count("select count(*) from contribution")).isEqualTo(10_000);
  }

  private List<EventOutcome> all(int count, java.util.function.IntFunction<SourceEvent> events) {
    List<CompletionStage<EventOutcome>> stages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SourceEvent event = events.apply(i);
      stages.add(desk.causerie.ingest().accept("orders", Ingest.keyOf(event), event));
    }
    return stages.stream().map(Desk::await).toList();
  }

  @Test
  void olderVersionEntersTheFeedAtItsDateAndChangesNoState() {
    desk.ingest(order("1").version(1).status("Open").at(MONDAY.minus(Duration.ofHours(3))));
    desk.ingest(order("1").version(3).status("Shipped").at(MONDAY.minus(Duration.ofHours(1))));

    desk.ingest(order("1").version(2).status("Packed").at(MONDAY.minus(Duration.ofHours(2))));

    List<ActivityView> feed = desk.feed("ada", "1");
    assertThat(feed).extracting(ActivityView::late).containsExactly(false, true, false);
    assertThat(feed.get(1).changes().get(0).from()).isEqualTo(new Value.Text("Open"));
    assertThat(desk.record("ada", "1").state().get(0).value()).isEqualTo(new Value.Text("Shipped"));
  }

  @Test
  void eventFromBeforeTheBeginningMakesTheRecordKnownAndTellsNobody() {
    EventOutcome outcome =
        desk.ingest(
            "history", desk.event(order("1").status("Open").at(MONDAY.minusSeconds(1)).build()));

    assertThat(outcome.fate()).isEqualTo(Fate.IGNORED);
    assertThat(desk.record("ada", "1").known()).isTrue();
    assertThat(desk.feed("ada", "1")).isEmpty();
  }

  @Test
  void deletedRecordKeepsItsTalk() {
    desk.ingest(order("1").status("Open"));
    ActivityView post = desk.feed("ada", "1").get(0);
    desk.causerie.discussion().reply(Desk.as("ada"), post.id(), "Why?", null, null, null);

    desk.ingest(order("1").deleted());

    assertThat(desk.record("ada", "1").deleted()).isNotNull();
    assertThat(desk.feed("ada", "1")).extracting(ActivityView::type).contains("Delete", "Create");
    assertThat(desk.feed("ada", "1").get(1).noteCount()).isEqualTo(1);
  }

  @Test
  void versionThatComesAgainUnderAnotherIdIsNotLate() {
    desk.ingest(order("1").version(1).status("Open"));
    desk.ingest(order("1").version(2).status("Packed"));

    EventOutcome again = desk.ingest(order("1").version(1).status("Open"));
    desk.ingest(order("1").version(1).status("Open"));

    assertThat(again.fate()).isEqualTo(Fate.IGNORED);
    assertThat(again.reason()).asString().contains("this version came before");
    assertThat(desk.feed("ada", "1")).hasSize(2);
  }

  @Test
  void secondChangeWithinOneTickIsToldLate() {
    desk.ingest(order("1").version(1).status("Open"));
    desk.ingest(order("1").version(2).status("Packed"));
    desk.ingest(order("1").version(3).status("Paid"));

    assertThat(desk.ingest(order("1").version(2).status("Shipped")).fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.ingest(order("1").version(2).status("Packed")).fate()).isEqualTo(Fate.IGNORED);
    assertThat(desk.ingest(order("1").version(2).status("Shipped")).fate()).isEqualTo(Fate.IGNORED);
  }

  @Test
  void lateEventIsComparedWithWhatWasKnownSilentlyToo() {
    SourceEvent first = desk.event(order("1").version(1).status("Open").build());
    Desk.await(desk.causerie.ingest().acceptSilently("orders", Ingest.keyOf(first), first));
    desk.ingest(order("1").version(3).status("Paid"));

    EventOutcome same = desk.ingest(order("1").version(2).status("Open"));

    assertThat(same.fate()).isEqualTo(Fate.IGNORED);
    assertThat(same.reason()).asString().contains("late and unchanged");
    assertThat(desk.feed("ada", "1")).hasSize(1);
  }

  @Test
  void lateOccurrenceIsToldEvenIfItsVersionIsKnown() {
    desk.ingest(order("1").version(1).status("Open"));
    desk.ingest(order("1").version(2).status("Packed"));

    EventOutcome said =
        desk.ingest(
            order("1").version(1).status("Open").post(When.OCCURRED, "Note", Lane.INTERNAL, "Hm"));

    assertThat(said.fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.feed("ada", "1")).hasSize(3);
  }

  @Test
  void replayOfHistoryStaysSilentAndKeepsItsArrival() throws Exception {
    try (var connection = desk.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "alter table record add constraint nothing_cursed check (source_id not in ('13', '14'))");
      SourceEvent history = desk.event(order("13").status("Open").build());
      EventId silent =
          Desk.await(
                  desk.causerie.ingest().acceptSilently("orders", Ingest.keyOf(history), history))
              .event();
      EventId aloud = desk.ingest(order("14").status("Open")).event();
      statement.execute("alter table record drop constraint nothing_cursed");
      desk.clock.tick(java.time.Duration.ofHours(5));

      EventOutcome replayed = Desk.await(desk.causerie.events().replay("orders", silent));
      Desk.await(desk.causerie.events().replay("orders", aloud));

      assertThat(replayed.fate()).isEqualTo(Fate.IGNORED);
      assertThat(replayed.reason()).asString().contains("history");
      assertThat(desk.feed("ada", "13")).isEmpty();
      assertThat(desk.feed("ada", "14").get(0).published()).isEqualTo(MONDAY);
    }
  }

  @Test
  void whatIsNoEventIsNotMappedByAReplay() {
    SourceEvent made = desk.event(order("1").status("Open").build());
    EventId refused =
        Desk.await(
                desk.causerie
                    .ingest()
                    .refuse(
                        "orders",
                        "k",
                        made,
                        Phrase.quoted("not a CloudEvent"),
                        Phrase.quoted("element 3: no id")))
            .event();

    var all = desk.causerie.events().replay("orders", new Events.Choice(null, null));
    EventOutcome one = Desk.await(desk.causerie.events().replay("orders", refused));

    assertThat(all.failed()).isEqualTo(1);
    assertThat(one.fate()).isEqualTo(Fate.FAILED);
    assertThat(one.reason()).asString().isEqualTo("element 3: no id");
    assertThat(failed().get(0).cause()).asString().isEqualTo("not a CloudEvent");
    assertThat(desk.causerie.records().find(Desk.as("ada"), Desk.order("1"))).isEmpty();
  }

  @Test
  void recordThatIsGoneIsCalledWhatItWasCalled() {
    var customer =
        new io.causerie.model.Related(
            "customer", new io.causerie.model.RecordRef("desk", "Customer", "C1"), null);
    desk.ingest(order("1").title("Order 1 for Müller").related(customer).status("Open"));

    EventOutcome outcome =
        desk.ingest(order("1").noPosts().title("Order 1 for null").related().deleted());

    assertThat(outcome.fate()).isEqualTo(Fate.IGNORED);
    assertThat(outcome.reason()).asString().contains("deleted");
    var record = desk.record("ada", "1");
    assertThat(record.deleted()).isNotNull();
    assertThat(record.title().in("en")).isEqualTo("Order 1 for Müller");
    assertThat(record.related()).hasSize(1);
  }

  @Test
  void deletionOfWhatNobodyKnewTellsNobody() {
    SourceEvent event = desk.event(order("1").deleted().build()).asDeletion();

    EventOutcome outcome = desk.ingest("orders", event);

    assertThat(outcome.fate()).isEqualTo(Fate.IGNORED);
    assertThat(desk.feed("ada", "1")).isEmpty();
    assertThat(desk.record("ada", "1").deleted()).isNotNull();
  }

  @Test
  void talkFollowsAMergedRecord() {
    desk.ingest(order("1").status("Open"));
    desk.ingest(order("2").status("Open"));
    var old = desk.id("1");
    desk.causerie.feed().post(Desk.as("ada"), old, Lane.INTERNAL, "Twice the same?", null);

    desk.ingest(order("1").mergedInto("2"));

    assertThat(desk.record("ada", "1").id()).isEqualTo(desk.record("ada", "2").id());
    assertThat(desk.causerie.records().get(Desk.as("ada"), old)).isPresent();
    assertThat(desk.feed("ada", "2")).extracting(ActivityView::content).contains("Twice the same?");
    assertThat(desk.feed("ada", "2").get(0).type()).isEqualTo("Move");
  }

  @Test
  void renumberedRecordIsFoundByBothNumbers() {
    desk.ingest(order("T-1").status("Open"));

    desk.ingest(order("T-1").renumberedTo("4711"));
    EventOutcome again = desk.ingest(order("T-1").renumberedTo("4711"));

    assertThat(desk.record("ada", "4711").id()).isEqualTo(desk.record("ada", "T-1").id());
    assertThat(desk.record("ada", "T-1").ref().id()).isEqualTo("4711");
    assertThat(again.fate()).isEqualTo(Fate.IGNORED);
  }

  @Test
  void recordRenumberedToAKnownOneIsMergedIntoIt() {
    desk.ingest(order("T-1").status("Open"));
    desk.ingest(order("4711").status("Open"));

    desk.ingest(order("T-1").renumberedTo("4711"));

    assertThat(desk.record("ada", "T-1").id()).isEqualTo(desk.record("ada", "4711").id());
    assertThat(desk.feed("ada", "4711")).hasSize(3);
  }

  @Test
  void futureDateDoesNotPinAPost() {
    desk.ingest(order("1").status("Open").at(java.time.Instant.parse("9999-12-31T23:59:59Z")));
    desk.ingest(order("2").status("Open").at(java.time.Instant.parse("0001-01-01T00:00:00Z")));

    assertThat(desk.feed("ada", "1").get(0).published()).isEqualTo(MONDAY);
    assertThat(desk.feed("ada", "2").get(0).published())
        .isEqualTo(java.time.Instant.parse("0001-01-01T00:00:00Z"));
  }

  @Test
  void eventThatCannotBeMappedIsKeptWithItsBytes() {
    SourceEvent event = Desk.event("x", "no order at all");

    EventOutcome outcome = desk.ingest("orders", event);

    assertThat(outcome.fate()).isEqualTo(Fate.FAILED);
    EventView kept = failed().get(0);
    assertThat(kept.reason()).asString().isEqualTo("the event says: no order at all");
    assertThat(kept.event().data()).isEqualTo(event.data());
  }

  @Test
  void poisonEventCostsItsNeighboursNothing() throws Exception {
    try (var connection = desk.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "alter table record add constraint nothing_cursed check (source_id <> '13')");
    }

    List<EventOutcome> outcomes =
        all(
            500,
            i ->
                i == 13
                    ? desk.event(order("13").status("Open").build())
                    : i == 14
                        ? Desk.event("unmappable", "?")
                        : desk.event(order("o" + i).status("Open").build()));

    assertThat(outcomes).filteredOn(o -> o.fate() == Fate.POSTED).hasSize(498);
    assertThat(outcomes.get(13).fate()).isEqualTo(Fate.FAILED);
    assertThat(outcomes.get(13).reason())
        .asString()
        .contains("refused")
        .containsIgnoringCase("nothing_cursed");
    assertThat(outcomes.get(14).fate()).isEqualTo(Fate.FAILED);
  }

  @Test
  void failedEventIsReplayedThroughTheSameCode() throws Exception {
    try (var connection = desk.source().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "alter table record add constraint nothing_cursed check (source_id <> '13')");
      EventId failed = desk.ingest(order("13").status("Open")).event();
      statement.execute("alter table record drop constraint nothing_cursed");

      EventOutcome replayed = Desk.await(desk.causerie.events().replay("orders", failed));
      EventOutcome twice = Desk.await(desk.causerie.events().replay("orders", failed));

      assertThat(replayed.fate()).isEqualTo(Fate.POSTED);
      assertThat(twice.duplicate()).isTrue();
      assertThat(desk.feed("ada", "13")).hasSize(1);
      assertThat(failed()).isEmpty();
    }
  }

  @Test
  void wordsOfTheSourceAreRendered() {
    desk.ingest(
        order("1")
            .noPosts()
            .post(When.OCCURRED, "Note", Lane.INTERNAL, "**Late** <script>x</script>"));

    assertThat(desk.feed("ada", "1").get(0).html())
        .contains("<strong>Late</strong>")
        .doesNotContain("<script>");
  }

  private List<EventView> failed() {
    return desk.causerie.events().list("orders", Fate.FAILED, null, null, 10).items();
  }

  @Test
  void idsStayUniqueWhenTheClockJumpsBackOverARestart() {
    desk.ingest(order("1").status("Open"));
    desk.clock.tick(Duration.ofHours(-2));
    try (var second = desk.beside(io.causerie.model.Audience.EVERYONE)) {
      SourceEvent event = desk.event(order("1").status("Shipped").build());

      EventOutcome outcome =
          Desk.await(second.ingest().accept("orders", Ingest.keyOf(event), event));

      assertThat(outcome.fate()).isEqualTo(Fate.POSTED);
    }
    desk.ingest(order("1").status("Paid"));
    assertThat(desk.feed("ada", "1").stream().map(ActivityView::id).distinct()).hasSize(2);
  }

  @Test
  void recordThatIsBackIsRestoredNeverCreatedAgain() {
    desk.ingest(order("1").status("Open"));
    desk.ingest(order("1").deleted());
    desk.ingest(order("1").status("Open"));

    assertThat(desk.record("ada", "1").deleted()).isNull();
    assertThat(desk.feed("ada", "1"))
        .extracting(ActivityView::type)
        .containsExactly("Undo", "Delete", "Create");
  }

  /** As a backup gives it: the row says when it was changed long ago. */
  @Test
  void recordThatIsBackIsToldAfterItWasGoneWhateverTimeItSays() {
    Instant then = Desk.MONDAY.minus(Duration.ofDays(20));
    desk.ingest(order("1").status("Open").at(then));
    desk.ingest(order("1").deleted());
    desk.ingest(order("1").status("Open").at(then.minus(Duration.ofDays(1))));

    assertThat(desk.feed("ada", "1"))
        .extracting(ActivityView::type)
        .containsExactly("Undo", "Delete", "Create");
  }

  @Test
  void whatWasReadUnderALostLeaseIsRefused() {
    desk.causerie.connectors().register(List.of("orders"));
    Lease lease =
        desk.causerie.connectors().claim("orders", "first", Duration.ofSeconds(8)).orElseThrow();
    SourceEvent event = desk.event(order("1").status("Open").build());
    Reading stale =
        new Reading(
            new Lease("orders", lease.epoch() - 1), "1", "v1", Reading.digestOf(event), false);

    assertThatThrownBy(
            () -> Desk.await(desk.causerie.ingest().accept("orders", "key", event, stale)))
        .isInstanceOf(LeaseLostException.class);
    assertThat(desk.count("select count(*) from event_key")).isZero();
    Reading held = new Reading(lease, "1", "v1", Reading.digestOf(event), false);
    assertThat(Desk.await(desk.causerie.ingest().accept("orders", "key", event, held)).fate())
        .isEqualTo(Fate.POSTED);
  }
}
