package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.NoteId;
import io.causerie.model.Observation;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.model.SourceNote;
import io.causerie.model.Version;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was written here is known when its system tells of it, whenever that is. */
class CopyEchoesTest {
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private final TestDatabase database = Desk.tables(Databases.H2);
  private final Semaphore entered = new Semaphore(0);
  private final Semaphore let = new Semaphore(0);
  private final List<Letter> brought = new CopyOnWriteArrayList<>();
  private Causerie causerie;
  private RecordId record;
  private int events;

  /** Takes what it is brought when it is let. */
  private final class Slow implements DeliveryChannel {
    @Override
    public String name() {
      return "back:desk";
    }

    @Override
    public int parallel() {
      return 1;
    }

    @Override
    public boolean idempotent() {
      return true;
    }

    @Override
    public Outcome deliver(Delivery delivery) throws InterruptedException {
      Letter letter = causerie.copies().letter(delivery).orElseThrow();
      brought.add(letter);
      entered.release();
      let.acquire();
      causerie.copies().arrived(delivery, "x1", false, letter.version(), there(letter));
      return Outcome.DELIVERED;
    }
  }

  /** As the system shows it: no Markdown, signed and marked. */
  private static String there(Letter letter) {
    return letter.parts().stream()
            .map(part -> part.text().replace("*", ""))
            .collect(Collectors.joining())
        + "\n\n— Ada · Causerie #"
        + letter.mark();
  }

  @BeforeEach
  void open() {
    SystemRules rules = new SystemRules("desk", Localized.of("Desk"), Desk.CEILING, true);
    causerie =
        Desk.builder(database.source(), database.reads(), clock, Desk.CEILING)
            .systems(List.of(rules.writingBack(Set.of(Lane.INTERNAL))))
            .channels(List.of(new Slow()))
            .build();
    causerie.origins().says(Origin.PEOPLE_FILE, Desk.people());
    SourceEvent event = Desk.event("e1", order("1").status("Open").build());
    Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
    record = causerie.records().find(Desk.as("ada"), Desk.order("1")).orElseThrow().id();
  }

  @AfterEach
  void close() {
    let.release(9);
    causerie.close();
    database.close();
  }

  private boolean waits(String content) {
    return waits(record, content);
  }

  private boolean waits(RecordId about, String content) {
    return Database.over(database.source())
        .read(
            h ->
                causerie.copies().mayBe(h, new Echoes.Comment(about, "desk", "x1", null, content)));
  }

  private String mark() {
    return Database.over(database.source())
        .read(h -> h.createQuery("select mark from item_copy").mapTo(String.class).one());
  }

  private ActivityId written() throws InterruptedException {
    ActivityId post =
        causerie
            .feed()
            .post(
                Desk.as("ada"),
                record,
                Lane.INTERNAL,
                "Who **but** [@](person:grace) packs?",
                null,
                Set.of("desk"),
                null)
            .id();
    entered.acquire();
    return post;
  }

  @Test
  void whatHasItsMarkWaitsUntilItIsKnownWhereItIs() throws Exception {
    written();
    String mark = mark();

    assertThat(waits("<p>Ada&nbsp;Lovelace: Who @Grace Hopper packs? #" + mark + "</p>")).isTrue();
    assertThat(waits("Who Grace packs?")).as("its words alone are anybody's").isFalse();
    assertThat(waits("of another Causerie: 0000000000001-abcdefgh")).isFalse();
    assertThat(waits(new RecordId(record.value() + 1), "#" + mark))
        .as("of another record")
        .isFalse();
    let.release();
    Eventually.until("it is there", () -> !waits("#" + mark));

    assertThat(counterpart("x1").here()).as("its id says from now on what it is").isTrue();
  }

  private void settled(ActivityId post) {
    Eventually.until(
        "it is there",
        () ->
            view(post).copies().get(0).state() == CopyView.State.THERE
                && !view(post).copies().get(0).differs());
  }

  private ActivityView view(ActivityId post) {
    return causerie.feed().activity(Desk.as("ada"), post).orElseThrow();
  }

  private EventOutcome tell(String id, String words, @Nullable Long edited) {
    SourceNote note =
        new SourceNote(
            id,
            Lane.INTERNAL,
            words,
            null,
            null,
            edited == null ? null : Version.of(edited),
            false);
    SourceEvent event =
        Desk.event("c" + ++events, Observation.note(Desk.order("1"), null, Desk.MONDAY, note));
    return Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
  }

  @Test
  void whoeverQuotesItAfterwardsIsSomebodyElse() throws Exception {
    ActivityId post = written();
    let.release();
    settled(post);

    EventOutcome quoted = tell("y", "Who packs? #" + mark() + " I do", null);
    EventOutcome edited = tell("y", "I do, and it is none of your business", 1L);

    assertThat(List.of(quoted.fate(), edited.fate())).containsOnly(Fate.POSTED);
    assertThat(view(post).content()).isEqualTo("Who **but** [@Grace Hopper](person:grace) packs?");
    assertThat(counterpart("y").here()).isFalse();
  }

  @Test
  void editOfOursThatComesBeforeItsAnswerIsNoEditThere() throws Exception {
    ActivityId post = written();
    let.release();
    settled(post);
    causerie.feed().edit(Desk.as("ada"), post, "Nobody but [@](person:grace) **packs**", null);
    entered.acquire();

    EventOutcome early = tell("x1", there(brought.get(1)), 1L);
    assertThat(early.fate()).isEqualTo(Fate.PENDING);
    let.release();
    settled(post);
    Eventually.until(
        "it is known for ours",
        () -> causerie.events().find("orders", early.event()).orElseThrow().fate() == Fate.IGNORED);

    assertThat(view(post).content())
        .isEqualTo("Nobody but [@Grace Hopper](person:grace) **packs**");
    assertThat(causerie.feed().history(Desk.as("ada"), post)).hasSize(2);
  }

  @Test
  void editThereTakesNoSignatureAlongThoughSomebodyIsMentioned() throws Exception {
    ActivityId post = written();
    let.release();
    settled(post);

    tell("x1", there(brought.get(0)).replace("packs?", "packs on Friday?"), 1L);

    assertThat(view(post).content()).isEqualTo("Who but @Grace Hopper packs on Friday?");
  }

  @Test
  void commentStaysThereAsItStaysHereThoughThePostIsTakenBack() throws Exception {
    let.release(9);
    ActivityId post =
        causerie
            .feed()
            .post(Desk.as("ada"), record, Lane.INTERNAL, "A question", null, Set.of(), null)
            .id();
    NoteId said =
        causerie
            .discussion()
            .reply(Desk.as("grace"), post, "An answer", null, null, Set.of("desk"), null)
            .id();
    Eventually.until("it is brought", () -> brought.size() == 1);
    causerie.feed().remove(Desk.as("ada"), post, null);
    causerie.discussion().edit(Desk.as("grace"), said, "A better answer", null);
    Eventually.until("so is its edit", () -> brought.size() == 2);

    assertThat(brought.get(1).removed()).isFalse();
    assertThat(there(brought.get(1))).startsWith("A better answer");
  }

  private CounterpartStore.Counterpart counterpart(String id) {
    return Database.over(database.source())
        .read(h -> CounterpartStore.find(h, "desk", id))
        .orElseThrow();
  }

  @Test
  void whatItSaidBeforeAnEditWaitsToo() throws Exception {
    ActivityId post = written();
    causerie.feed().edit(Desk.as("ada"), post, "Nobody packs", null);

    assertThat(waits("Ada: Who Grace packs? #" + mark())).isTrue();
    assertThat(waits("Ada: Nobody packs #" + mark())).isTrue();
  }
}
