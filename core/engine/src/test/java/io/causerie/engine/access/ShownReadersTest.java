package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.causerie.engine.Desk;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.ReadersChangedException;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordView.LaneView;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Words go to whom their writer was shown, or to nobody. */
@ParameterizedClass
@EnumSource(Databases.class)
class ShownReadersTest {
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

  private static Audience contact(String... customers) {
    return new Audience(Readers.EVERYONE, Readers.persons(customers));
  }

  /** Nothing changes but whom the record names. */
  private void hand(String order, String... customers) {
    desk.ingest(order(order).status("Open").audience(contact(customers)));
  }

  private LaneView lane(String viewer, String order, Lane lane) {
    return desk.record(viewer, order).lanes().stream()
        .filter(l -> l.lane() == lane)
        .findFirst()
        .orElseThrow();
  }

  private String gate(String viewer, String order, Lane lane) {
    return lane(viewer, order, lane).gate();
  }

  private ActivityId post(String writer, String order, Lane lane, String gate) {
    RecordId record = desk.id(order);
    return desk.causerie.feed().post(Desk.as(writer), record, lane, "Words", gate, null).id();
  }

  private long talk() {
    return desk.count("select count(*) from activity where talk");
  }

  private List<What> lines(String reader, RecordId record, long after) {
    desk.position();
    return desk.told(reader, record, after).orElseThrow().stream()
        .map(told -> told.item().what())
        .toList();
  }

  @Test
  void wordsForOneContactAreNotWrittenToTheNext() {
    hand("1", "jana");
    String shown = gate("ada", "1", Lane.CUSTOMER);
    assertThat(shown).isEqualTo(gate("ada", "1", Lane.CUSTOMER));
    hand("1", "otto");

    assertThatThrownBy(() -> post("ada", "1", Lane.CUSTOMER, shown))
        .asInstanceOf(type(ReadersChangedException.class))
        .satisfies(e -> assertThat(e.outside()).containsExactly("Otto Becker"))
        .satisfies(e -> assertThat(e).hasMessageStartingWith("Otto Becker reads this now"));

    assertThat(talk()).isZero();
    post("ada", "1", Lane.CUSTOMER, gate("ada", "1", Lane.CUSTOMER));
    assertThat(talk()).isEqualTo(1);
  }

  @Test
  void internalNoteIsForThoseShownToo() {
    desk.ingest(order("1").status("Open").audience(Audience.internal(Readers.groups("sales"))));
    String shown = gate("ada", "1", Lane.INTERNAL);
    desk.ingest(
        order("1").status("Open").audience(Audience.internal(Readers.groups("sales", "finance"))));

    assertThatThrownBy(() -> post("ada", "1", Lane.INTERNAL, shown))
        .isInstanceOf(ReadersChangedException.class)
        .hasMessageStartingWith("others read this now");

    assertThat(talk()).isZero();
  }

  @Test
  void internalNoteIsWrittenWhoeverTheContactIs() {
    hand("1", "jana");
    String shown = gate("ada", "1", Lane.INTERNAL);
    hand("1", "otto");

    assertThat(gate("ada", "1", Lane.INTERNAL)).as("the same read it").isEqualTo(shown);
    post("ada", "1", Lane.INTERNAL, shown);
    assertThat(talk()).isEqualTo(1);
  }

  @Test
  void guestIsToldOfTheOthersFromOutsideAndNotOfHerself() {
    hand("1", "jana");
    String shown = gate("jana", "1", Lane.CUSTOMER);
    hand("1", "jana", "otto");

    assertThatThrownBy(() -> post("jana", "1", Lane.CUSTOMER, shown))
        .asInstanceOf(type(ReadersChangedException.class))
        .satisfies(e -> assertThat(e.outside()).containsExactly("Otto Becker"));
  }

  /** The party is the same, and somebody reads it who did not. */
  @Test
  void contactWhomTheDirectoryLearnsOfIsAnotherReader() {
    hand("1", "new@example.com");
    String shown = gate("ada", "1", Lane.CUSTOMER);
    List<Person> people = new ArrayList<>(Desk.people());
    people.add(
        new Person("new", "Nora", "new@example.com", true, "en", Set.of(), java.util.Map.of()));
    desk.causerie.origins().says(Origin.PEOPLE_FILE, people);

    assertThatThrownBy(() -> post("ada", "1", Lane.CUSTOMER, shown))
        .asInstanceOf(type(ReadersChangedException.class))
        .satisfies(e -> assertThat(e.outside()).containsExactly("Nora"));
  }

  @Test
  void whatWasWrittenIsNotRefusedWhenItIsSentAgain() {
    hand("1", "jana");
    String shown = gate("ada", "1", Lane.CUSTOMER);
    IdempotencyKey key = new IdempotencyKey("once", "request");
    RecordId record = desk.id("1");
    ActivityView first =
        desk.causerie.feed().post(Desk.as("ada"), record, Lane.CUSTOMER, "Words", shown, key);
    hand("1", "otto");

    ActivityView again =
        desk.causerie.feed().post(Desk.as("ada"), record, Lane.CUSTOMER, "Words", shown, key);

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(talk()).isEqualTo(1);
    assertThat(desk.causerie.feed().activity(Desk.as("otto"), first.id())).isEmpty();
  }

  @Test
  void gateTellsNoReaderWhatAnotherIsShownNorWhatStandsBesideAnotherRecord() {
    hand("1", "jana");
    hand("2", "jana");

    assertThat(
            List.of(
                gate("ada", "1", Lane.CUSTOMER),
                gate("ada", "1", Lane.INTERNAL),
                gate("jana", "1", Lane.CUSTOMER),
                gate("jana", "2", Lane.CUSTOMER)))
        .doesNotHaveDuplicates();
  }

  @Test
  void talkHasBegunWithWhomItBeganWith() {
    hand("1", "jana");
    assertThat(lane("ada", "1", Lane.CUSTOMER).begun()).isFalse();
    post("ada", "1", Lane.CUSTOMER, gate("ada", "1", Lane.CUSTOMER));
    assertThat(lane("ada", "1", Lane.CUSTOMER).begun()).isTrue();

    hand("1", "otto");
    assertThat(lane("ada", "1", Lane.CUSTOMER).begun()).isFalse();

    hand("1", "jana");
    assertThat(lane("ada", "1", Lane.CUSTOMER).begun()).isTrue();
  }

  @Test
  void whoHasTheRecordOpenIsToldThatOthersReadItThoughNothingElseChanged() {
    hand("1", "jana", "otto");
    RecordId record = desk.id("1");
    long before = desk.position();

    hand("1", "jana");

    assertThat(lines("ada", record, before)).containsExactly(What.RECORD);
    assertThat(lines("jana", record, before)).containsExactly(What.RECORD);
    assertThat(desk.told("otto", record, before)).isEmpty();
    long after = desk.position();
    hand("1", "jana");
    assertThat(lines("ada", record, after)).as("the same readers").isEmpty();
  }

  /** Whichever comes first: the words are read by whom their writer was shown, or by nobody. */
  @Test
  void writingAndHandingOnAtOnceNeverMeetHalfway() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 25; round++) {
        String order = "race-" + round;
        hand(order, "jana");
        String shown = gate("ada", order, Lane.CUSTOMER);
        desk.id(order);
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture<Void> handed =
            CompletableFuture.runAsync(
                () -> {
                  await(start);
                  hand(order, "otto");
                },
                two);
        CompletableFuture<Optional<ActivityId>> written =
            CompletableFuture.supplyAsync(
                () -> {
                  await(start);
                  try {
                    return Optional.of(post("ada", order, Lane.CUSTOMER, shown));
                  } catch (ReadersChangedException e) {
                    return Optional.empty();
                  }
                },
                two);
        handed.get(60, TimeUnit.SECONDS);
        written
            .get(60, TimeUnit.SECONDS)
            .ifPresent(
                id -> {
                  assertThat(desk.causerie.feed().activity(Desk.as("otto"), id)).isEmpty();
                  assertThat(desk.causerie.feed().activity(Desk.as("jana"), id)).isPresent();
                });
      }
    } finally {
      two.shutdownNow();
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
