package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.ObservationBuilder;
import io.causerie.engine.SystemRules;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.DeliveryState;
import io.causerie.engine.delivery.GiveUp;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.delivery.RetryLater;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.NoteId;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stands in the system of its record as well. */
@ParameterizedClass
@EnumSource(Databases.class)
class CopiesTest {
  private static final Set<String> ALSO = Set.of("desk");

  /** What becomes of a delivery. */
  private interface Brings {
    Outcome bring(Delivery delivery, Letter letter) throws RetryLater, GiveUp;
  }

  /** A channel that writes down what it was to bring. */
  private final class Notepad implements DeliveryChannel {
    @Override
    public String name() {
      return "back:desk";
    }

    @Override
    public int parallel() {
      return 2;
    }

    @Override
    public boolean idempotent() {
      return false;
    }

    @Override
    public Outcome deliver(Delivery delivery) throws RetryLater, GiveUp {
      Optional<Letter> letter = causerie.copies().letter(delivery);
      if (letter.isEmpty()) {
        return Outcome.NEEDLESS;
      }
      letters.add(letter.get());
      return brings.bring(delivery, letter.get());
    }
  }

  @Parameter Databases databases = Databases.H2;
  private final List<Letter> letters = new CopyOnWriteArrayList<>();
  private volatile Brings brings = this::take;
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private TestDatabase database;
  private Causerie causerie;
  private int events;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    causerie = node(Set.of(Lane.INTERNAL));
    causerie.origins().says(Origin.PEOPLE_FILE, Desk.people());
  }

  private Causerie node(Set<Lane> lanes) {
    SystemRules rules = new SystemRules("desk", Localized.of("Desk"), Desk.CEILING, true);
    return Desk.builder(database.source(), database.reads(), clock, Desk.CEILING)
        .systems(List.of(rules.writingBack(lanes)))
        .channels(List.of(new Notepad()))
        .build();
  }

  @AfterEach
  void close() {
    causerie.close();
    database.close();
  }

  /** It has what it is brought. */
  private Outcome take(Delivery delivery, Letter letter) {
    if (letter.removed()) {
      causerie.copies().gone(delivery);
    } else {
      String known = letter.externalId();
      String id = known == null ? "x" + letters.size() : known;
      causerie.copies().arrived(delivery, id, false, letter.version(), null);
    }
    return Outcome.DELIVERED;
  }

  private RecordId record(ObservationBuilder order) {
    String id = "e" + ++events;
    Desk.await(
        causerie
            .ingest()
            .accept(
                "orders",
                Ingest.keyOf(Desk.event(id, order.build())),
                Desk.event(id, order.build())));
    return causerie.records().find(Desk.as("ada"), Desk.order("1")).orElseThrow().id();
  }

  private RecordId record() {
    return record(order("1").status("Open"));
  }

  private ActivityId post(RecordId record, Lane lane, String content, Set<String> alsoIn) {
    return causerie.feed().post(Desk.as("ada"), record, lane, content, null, alsoIn, null).id();
  }

  private NoteView comment(
      String author, ActivityId post, String content, @Nullable NoteId answers) {
    return causerie.discussion().reply(Desk.as(author), post, content, answers, null, ALSO, null);
  }

  private CopyView of(NoteId note) {
    return copies(note).get(0);
  }

  private List<CopyView> copies(NoteId note) {
    return causerie.discussion().note(Desk.as("grace"), note).orElseThrow().copies();
  }

  private void until(NoteId note, CopyView.State state) {
    Eventually.until(note + " is " + state, () -> of(note).state() == state);
  }

  private long orders() {
    return Database.over(database.source())
        .read(
            h ->
                h.createQuery("select count(*) from delivery where channel = 'back:desk'")
                    .mapTo(Long.class)
                    .one());
  }

  @Test
  void aCommentIsBroughtThereAndSaysSo() {
    ActivityId post = post(record(), Lane.INTERNAL, "A question", Set.of());

    NoteView said = comment("ada", post, "Ask [@](person:grace) about it", null);

    assertThat(said.copies())
        .singleElement()
        .satisfies(copy -> assertThat(copy.system()).isEqualTo("desk"));
    until(said.id(), CopyView.State.THERE);
    assertThat(of(said.id()).since()).isEqualTo(Desk.MONDAY);
    assertThat(of(said.id()).differs()).isFalse();
    Letter letter = letters.get(0);
    assertThat(letter.record()).isEqualTo(Desk.order("1"));
    assertThat(letter.lane()).isEqualTo(Lane.INTERNAL);
    assertThat(letter.authorName()).isEqualTo("Ada Lovelace");
    assertThat(letter.authorIdentity()).isEqualTo("alovelace");
    assertThat(letter.language()).isEqualTo("en");
    assertThat(letter.parts())
        .containsExactly(
            new Letter.Part("Ask ", null),
            new Letter.Part("@Grace Hopper", null),
            new Letter.Part(" about it", null));
    assertThat(letter.mark()).matches("[0-9A-Z]{13}-[a-z0-9]{8}");
    assertThat(letter.sentBefore()).isFalse();
    assertThat(causerie.deliveries().list(DeliveryState.DONE, "back:desk", null, 9).items())
        .hasSize(1);
  }

  @Test
  void nothingIsBroughtThereThatNobodyChose() {
    ActivityId post = post(record(), Lane.INTERNAL, "A question", Set.of());
    NoteView said =
        causerie.discussion().reply(Desk.as("grace"), post, "An answer", null, null, null);
    causerie.discussion().edit(Desk.as("grace"), said.id(), "Another", null);
    causerie.discussion().remove(Desk.as("grace"), said.id(), null);

    assertThat(orders()).isZero();
    assertThat(copies(said.id())).isEmpty();
  }

  @Test
  void aPostAndWhatAnswersItComeInOrderAndBelongTogether() {
    ActivityId post = post(record(), Lane.INTERNAL, "A question", ALSO);
    NoteView first = comment("grace", post, "An answer", null);
    NoteView second = comment("ada", post, "Thank you", first.id());

    until(second.id(), CopyView.State.THERE);

    assertThat(letters)
        .extracting(Letter::item)
        .containsExactly(post.value(), first.id().value(), second.id().value());
    assertThat(letters).extracting(Letter::inReplyTo).containsExactly(null, "x1", "x2");
    ActivityView seen = causerie.feed().activity(Desk.as("grace"), post).orElseThrow();
    assertThat(seen.copies())
        .singleElement()
        .satisfies(copy -> assertThat(copy.state()).isEqualTo(CopyView.State.THERE));
    assertThat(seen.readAsRecord()).isTrue();
  }

  @Test
  void whatIsNotOfferedIsRefusedAndNothingIsWritten() {
    Audience customers = new Audience(Readers.EVERYONE, Readers.persons("jana"));
    RecordId record = record(order("1").status("Open").audience(customers));
    ActivityId internal = post(record, Lane.INTERNAL, "Among us", Set.of());

    assertThatThrownBy(() -> post(record, Lane.CUSTOMER, "Dear Jana", ALSO))
        .as("a lane that is not written there")
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> post(record, Lane.INTERNAL, "Hello", Set.of("crm")))
        .as("another system")
        .isInstanceOf(InvalidInputException.class);
    record(order("1").status("Secret").audience(Audience.internal(Readers.groups("sales"))));
    assertThatThrownBy(() -> comment("ada", internal, "Still", null))
        .as("other readers than the record")
        .isInstanceOf(ForbiddenException.class);
    record(order("1").status("Own").audience(Audience.internal(Readers.persons("ada"))));
    assertThatThrownBy(() -> post(record, Lane.INTERNAL, "Alone", ALSO))
        .as("a party")
        .isInstanceOf(ForbiddenException.class);

    assertThat(orders()).isZero();
    assertThat(causerie.records().get(Desk.as("ada"), record).orElseThrow().lanes())
        .noneMatch(lane -> lane.alsoIn());
  }

  @Test
  void guestsAreNotOfferedIt() {
    causerie.close();
    causerie = node(Set.of(Lane.INTERNAL, Lane.CUSTOMER));
    Audience customers = new Audience(Readers.EVERYONE, Readers.persons("jana"));
    RecordId record = record(order("1").status("Open").audience(customers));
    Viewer jana = Desk.as("jana");

    assertThatThrownBy(
            () -> causerie.feed().post(jana, record, Lane.CUSTOMER, "Hello", null, ALSO, null))
        .isInstanceOf(ForbiddenException.class);
    assertThat(causerie.records().get(jana, record).orElseThrow().lanes())
        .noneMatch(lane -> lane.alsoIn());
    assertThat(causerie.records().get(Desk.as("ada"), record).orElseThrow().lanes())
        .hasSize(2)
        .allMatch(lane -> lane.alsoIn());
  }

  @Test
  void guestsAreToldNothingOfHowItStandsInSystems() {
    causerie.close();
    causerie = node(Set.of(Lane.INTERNAL, Lane.CUSTOMER));
    brings =
        (delivery, letter) -> {
          throw new RetryLater(Phrase.quoted("10.0.0.7 answered 503"));
        };
    Audience customers = new Audience(Readers.EVERYONE, Readers.persons("jana"));
    RecordId record = record(order("1").status("Open").audience(customers));
    ActivityId post = post(record, Lane.CUSTOMER, "Hello", ALSO);
    NoteId note = comment("ada", post, "Dear Jana", null).id();
    Eventually.until("it was tried", () -> copy(post).reason() != null);
    assertThat(of(note).state()).isEqualTo(CopyView.State.WAITING);

    ActivityView seen = causerie.feed().activity(Desk.as("jana"), post).orElseThrow();

    assertThat(seen.content()).isEqualTo("Hello");
    assertThat(seen.copies()).isEmpty();
    assertThat(seen.notes()).singleElement().returns(List.of(), NoteView::copies);
    assertThat(causerie.discussion().note(Desk.as("jana"), note).orElseThrow().copies()).isEmpty();
  }

  private CopyView copy(ActivityId post) {
    return causerie.feed().activity(Desk.as("ada"), post).orElseThrow().copies().get(0);
  }

  @Test
  void aRecordThatMoreReadByThenIsNotWrittenTo() {
    brings =
        (delivery, letter) -> {
          if (letter.refusal() != null) {
            throw new GiveUp(letter.refusal());
          }
          throw new RetryLater(Phrase.quoted("busy"));
        };
    RecordId record =
        record(order("1").status("Secret").audience(Audience.internal(Readers.groups("sales"))));
    ActivityId post = post(record, Lane.INTERNAL, "Among us", Set.of());
    NoteView said = comment("ada", post, "Only for sales", null);
    Eventually.until("it was tried", () -> of(said.id()).reason() != null);
    assertThat(Objects.requireNonNull(of(said.id()).reason()).text()).isEqualTo("busy");

    record(order("1").status("Open").audience(Audience.EVERYONE));
    clock.tick(java.time.Duration.ofMinutes(1));

    until(said.id(), CopyView.State.REFUSED);
    assertThat(Objects.requireNonNull(of(said.id()).reason()).text())
        .isEqualTo("fewer people read it here than read the record, so it is not written there");
  }

  @Test
  void editsAndRemovalsFollow() {
    ActivityId post = post(record(), Lane.INTERNAL, "A question", Set.of());
    NoteView said = comment("ada", post, "An answer", null);
    until(said.id(), CopyView.State.THERE);

    causerie.discussion().edit(Desk.as("ada"), said.id(), "A better one", null);
    Eventually.until("the edit is there", () -> letters.size() == 2 && !of(said.id()).differs());

    assertThat(letters.get(1).externalId()).isEqualTo("x1");
    assertThat(letters.get(1).version()).isEqualTo(2);
    assertThat(letters.get(1).parts()).containsExactly(new Letter.Part("A better one", null));
    causerie.discussion().remove(Desk.as("ada"), said.id(), null);
    until(said.id(), CopyView.State.GONE);
    assertThat(letters.get(2).removed()).isTrue();
    assertThat(letters.get(2).parts()).isEmpty();
  }

  @Test
  void whatCannotFollowIsToldInTheThread() {
    ActivityId post = post(record(), Lane.INTERNAL, "A question", Set.of());
    NoteView said = comment("ada", post, "An answer", null);
    until(said.id(), CopyView.State.THERE);
    brings = (delivery, letter) -> Outcome.NEEDLESS;

    causerie.discussion().edit(Desk.as("ada"), said.id(), "A better one", null);
    Eventually.until(
        "it was tried", () -> letters.size() == 2 && of(said.id()).state() == CopyView.State.THERE);
    assertThat(of(said.id()).differs()).isTrue();

    causerie.discussion().remove(Desk.as("ada"), said.id(), null);
    Eventually.until(
        "it was tried", () -> letters.size() == 3 && of(said.id()).state() == CopyView.State.THERE);
    assertThat(of(said.id()).differs()).isTrue();
  }

  @Test
  void itsAuthorAndAnOperatorTryAgainWhatIsRefusedOrInDoubt() {
    List<Brings> next = new ArrayList<>(List.of(this::refuse, this::lose, this::take));
    brings = (delivery, letter) -> next.remove(0).bring(delivery, letter);
    ActivityId post = post(record(), Lane.INTERNAL, "A question", Set.of());
    NoteView said = comment("ada", post, "An answer", null);
    until(said.id(), CopyView.State.REFUSED);
    assertThat(Objects.requireNonNull(of(said.id()).reason()).text()).isEqualTo("closed");
    assertThat(of(said.id()).canRetry()).isTrue();

    assertThatThrownBy(
            () -> causerie.discussion().retryCopy(Desk.as("grace"), said.id(), "desk", false))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(
            () -> causerie.discussion().retryCopy(Desk.as("mary"), said.id(), "desk", true))
        .as("whoever may not read it")
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () -> causerie.discussion().retryCopy(Desk.as("ada"), said.id(), "crm", false))
        .isInstanceOf(NotFoundException.class);
    causerie.discussion().retryCopy(Desk.as("ada"), said.id(), "desk", false);
    until(said.id(), CopyView.State.DOUBT);
    assertThat(letters.get(1).sentBefore()).isTrue();
    causerie.discussion().retryCopy(Desk.as("grace"), said.id(), "desk", true);

    until(said.id(), CopyView.State.THERE);
    assertThat(causerie.discussion().retryCopy(Desk.as("ada"), said.id(), "desk", false)).isZero();
  }

  private Outcome refuse(Delivery delivery, Letter letter) throws GiveUp {
    throw new GiveUp(Phrase.quoted("closed"));
  }

  private Outcome lose(Delivery delivery, Letter letter) {
    return Outcome.UNKNOWN;
  }

  @Test
  void whoeverReadsAlongIsToldWhenItStandsOtherwise() {
    RecordId record = record();
    ActivityId post = post(record, Lane.INTERNAL, "A question", Set.of());
    NoteView said = comment("ada", post, "An answer", null);
    until(said.id(), CopyView.State.THERE);

    Eventually.until(
        "a line tells of it",
        () ->
            Objects.requireNonNull(
                    Objects.requireNonNull(
                            causerie
                                .live()
                                .since(
                                    java.util.Map.of(record, 0L),
                                    Long.MAX_VALUE,
                                    100,
                                    r -> List.of(Desk.as("grace")))
                                .told()
                                .get(record))
                        .get(Desk.as("grace")))
                .stream()
                .anyMatch(
                    line ->
                        line.comment() != null
                            && line.item().what()
                                == io.causerie.engine.journal.JournalItem.What.NOTE_UPDATED
                            && line.comment().copies().get(0).state() == CopyView.State.THERE));
    assertThat(
            causerie.discussion().notes(Desk.as("grace"), post, null, 10).items().get(0).copies())
        .as("a page that is kept, too")
        .extracting(CopyView::state)
        .containsExactly(CopyView.State.THERE);
  }
}
