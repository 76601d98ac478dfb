package io.causerie.engine.access;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.live.Round;
import io.causerie.engine.notice.Inboxes;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.record.RecordView;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A source that decides itself who sees its records; Ada is {@code alovelace} there. */
@ParameterizedClass
@EnumSource(Databases.class)
class SourceDecisionsTest {
  private static final Viewer ADA = Desk.as("ada");
  private static final Duration LONGEST = Duration.ofSeconds(73);

  @Parameter Databases databases = Databases.H2;
  private final NastySource source = new NastySource();
  private StatementLog log;
  private Desk desk;
  private RecordId record;
  private ActivityId post;

  @BeforeEach
  void open() {
    TestDatabase database = Desk.tables(databases);
    log = StatementLog.over(database);
    desk = new Desk(database, log.source(), log.reads(), Map.of("desk", source));
    desk.ingest(order("1").status("Open"));
    source.show("alovelace", "1");
    RecordView seen = desk.record("ada", "1");
    record = seen.id();
    post = desk.feed("ada", record).get(0).id();
  }

  @AfterEach
  void close() {
    source.whileAsked(() -> {});
    desk.close();
  }

  private void answersEnd() {
    desk.clock.tick(LONGEST);
  }

  private static void notFound(ThrowingCallable act) {
    assertThatThrownBy(act).isInstanceOf(NotFoundException.class);
  }

  @Test
  void whatTheSourceHidesIsAsWhatIsNotThereAtEveryDoor() {
    NoteId note = desk.causerie.discussion().reply(ADA, post, "Seen", null, null, null).id();
    source.hide("alovelace", "1");
    assertThat(desk.causerie.records().get(ADA, record)).as("the answer still counts").isPresent();

    answersEnd();

    assertThat(desk.causerie.records().get(ADA, record)).isEmpty();
    assertThat(desk.causerie.records().look(ADA, Desk.order("1"))).isEmpty();
    assertThat(desk.causerie.feed().activity(ADA, post)).isEmpty();
    assertThat(desk.causerie.discussion().note(ADA, note)).isEmpty();
    notFound(() -> desk.feed("ada", record));
    notFound(() -> desk.causerie.feed().steps(ADA, post));
    notFound(() -> desk.causerie.feed().history(ADA, post));
    notFound(() -> desk.causerie.feed().post(ADA, record, Lane.INTERNAL, "x", null));
    notFound(() -> desk.causerie.feed().edit(ADA, post, "x", null));
    notFound(() -> desk.causerie.feed().remove(ADA, post, null));
    notFound(() -> desk.causerie.readership().of(ADA, post));
    notFound(() -> desk.causerie.readership().of(ADA, record, Lane.INTERNAL));
    notFound(() -> desk.causerie.people().complete(ADA, "gr", record, null));
    notFound(() -> desk.causerie.discussion().notes(ADA, post, null, 10));
    notFound(() -> desk.causerie.discussion().reply(ADA, post, "x", null, null, null));
    notFound(() -> desk.causerie.discussion().react(ADA, post, "👍", null));
    notFound(() -> desk.causerie.discussion().unreact(ADA, post, "👍"));
    notFound(() -> desk.causerie.discussion().keep(ADA, post, null));
    notFound(() -> desk.causerie.discussion().edit(ADA, note, "x", null));
    notFound(() -> desk.causerie.discussion().remove(ADA, note, null));
    notFound(() -> desk.causerie.discussion().history(ADA, note));
    notFound(() -> desk.causerie.discussion().react(ADA, note, "👍"));
    notFound(() -> desk.causerie.discussion().unreact(ADA, note, "👍"));
    notFound(() -> desk.causerie.follows().follow(ADA, record));
    notFound(() -> desk.causerie.records().markRead(ADA, record, 1));
    assertThat(desk.count("select count(*) from note")).isEqualTo(1);
  }

  @Test
  void whomTheSourceDoesNotKnowItShowsNothing() {
    int before = source.asked().size();

    assertThat(desk.causerie.records().get(Desk.as("grace"), record)).isEmpty();
    assertThat(source.asked()).as("there is nobody to ask for").hasSize(before);
  }

  @Test
  void whomOurGatesKeepOutTheSourceIsNotAskedFor() {
    desk.causerie
        .origins()
        .says(Origin.PEOPLE_FILE, List.of(person("ada"), person("mary", "mjackson")));
    source.show("mjackson", "1");

    assertThat(desk.causerie.records().get(Desk.as("mary"), record)).isEmpty();
    assertThat(source.asked()).noneMatch(question -> question.startsWith("mjackson"));
  }

  @Test
  void whatOneIsToldWaitsUntilTheSourceSaysAndIsHeldBackWhereItHidesIt() {
    desk.causerie
        .origins()
        .says(Origin.PEOPLE_FILE, List.of(person("ada"), person("grace", "ghopper")));
    source.show("ghopper", "1");
    desk.record("grace", "1");
    ActivityId hers =
        desk.causerie.feed().post(Desk.as("grace"), record, Lane.INTERNAL, "Well?", null).id();
    Inboxes.settle(desk);
    answersEnd();
    desk.record("ada", "1");
    desk.causerie.discussion().reply(ADA, hers, "Yes", null, null, null);
    Thread deciding =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("causerie-notices"))
            .findFirst()
            .orElseThrow();
    List<Integer> held = new CopyOnWriteArrayList<>();
    source.whileAsked(
        () -> {
          held.add(log.held(deciding));
          throw new IllegalStateException("connection refused");
        });
    Inboxes.read(desk);
    Eventually.until(
        "it is put off",
        () -> {
          desk.clock.tick(Duration.ofSeconds(1));
          return desk.count("select count(*) from notice_queue where put_off > 0") == 1;
        });
    assertThat(held).isNotEmpty().containsOnly(0);
    assertThat(desk.count("select count(*) from notice")).isZero();

    source.whileAsked(() -> {});
    Inboxes.settle(desk);

    assertThat(desk.causerie.notices().unread(Desk.as("grace")).count()).isEqualTo(1);
    desk.record("ada", "1");
    desk.causerie.discussion().reply(ADA, hers, "Or no", null, null, null);
    source.hide("ghopper", "1");
    Inboxes.settle(desk);
    assertThat(desk.causerie.notices().unread(Desk.as("grace")).count()).isZero();
    assertThat(desk.count("select count(*) from notice_item"))
        .as("what the source hides when it is decided is not told")
        .isEqualTo(1);
  }

  private static Person person(String id) {
    return Desk.people().stream().filter(p -> p.id().equals(id)).findFirst().orElseThrow();
  }

  private static Person person(String id, String user) {
    Person p = person(id);
    return new Person(
        p.id(), p.name(), p.email(), p.guest(), null, p.groups(), Map.of("desk", List.of(user)));
  }

  @Test
  void noConnectionIsHeldWhileTheSourceIsAsked() {
    answersEnd();
    Thread asking = Thread.currentThread();
    List<Integer> held = new ArrayList<>();
    source.whileAsked(() -> held.add(log.held(asking)));

    assertThat(desk.causerie.records().get(ADA, record)).isPresent();
    desk.clock.tick(LONGEST);
    desk.causerie.discussion().reply(ADA, post, "Written", null, null, null);

    assertThat(held).containsExactly(0, 0);
  }

  @Test
  void sourceThatIsAwayIsToldAndItsRecordsAreShownToNobody() {
    answersEnd();
    source.whileAsked(
        () -> {
          throw new IllegalStateException("connection refused");
        });

    assertThatThrownBy(() -> desk.causerie.records().get(ADA, record))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("source");
    assertThatThrownBy(() -> desk.causerie.discussion().reply(ADA, post, "x", null, null, null))
        .isInstanceOf(UnavailableException.class);

    source.whileAsked(() -> {});
    assertThat(desk.causerie.records().get(ADA, record)).as("it is back").isPresent();
    assertThat(desk.count("select count(*) from note")).isZero();
  }

  @Test
  void sourceThatHangsHoldsUpWhoAsksItAndNobodyElse() {
    answersEnd();
    CountDownLatch hanging = new CountDownLatch(1);
    source.whileAsked(() -> await(hanging));
    try (Causerie impatient =
        Desk.builder(desk.database().source(), desk.database().reads(), desk.clock, Desk.CEILING)
            .decisions(Map.of("desk", source), Duration.ofSeconds(1))
            .build()) {
      List<CompletableFuture<Object>> asking =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      CompletableFuture.<Object>supplyAsync(
                          () -> {
                            try {
                              return impatient.records().get(ADA, record);
                            } catch (UnavailableException e) {
                              return e;
                            }
                          },
                          task -> new Thread(task, "asking-" + i).start()))
              .toList();

      assertThat(desk.ingest(order("9").status("Open")).fate().name()).isEqualTo("POSTED");
      asking.forEach(one -> assertThat(Desk.await(one)).isInstanceOf(UnavailableException.class));
    } finally {
      hanging.countDown();
    }
  }

  private static boolean waitsForTheSource(StackTraceElement frame) {
    return frame.getClassName().equals(Decisions.class.getName())
        && frame.getMethodName().equals("collect");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void equalQuestionsAtOneTimeAreOne() {
    answersEnd();
    int before = source.asked().size();
    CountDownLatch answering = new CountDownLatch(1);
    source.whileAsked(() -> await(answering));
    List<Thread> threads = new CopyOnWriteArrayList<>();
    List<CompletableFuture<Boolean>> asking =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> desk.causerie.records().get(ADA, record).isPresent(),
                        task -> {
                          Thread thread = new Thread(task, "asking-" + i);
                          threads.add(thread);
                          thread.start();
                        }))
            .toList();
    Eventually.until(
        "all wait for the source",
        () ->
            threads.stream()
                .allMatch(
                    t ->
                        List.of(t.getStackTrace()).stream()
                            .anyMatch(SourceDecisionsTest::waitsForTheSource)));
    answering.countDown();

    asking.forEach(one -> assertThat(Desk.await(one)).isTrue());
    assertThat(source.asked().size() - before).isEqualTo(1);
  }

  @Test
  void gatesAreLookedAtAgainAfterTheSourceWasAsked() {
    answersEnd();
    source.whileAsked(
        () ->
            desk.causerie
                .origins()
                .says(
                    Origin.PEOPLE_FILE,
                    List.of(
                        new Person(
                            "ada",
                            "Ada Lovelace",
                            null,
                            false,
                            null,
                            Set.of(),
                            Map.of("desk", List.of("alovelace"))))));

    assertThat(desk.causerie.records().get(ADA, record))
        .as("she lost her group while the source said yes")
        .isEmpty();
  }

  @Test
  void whoeverLosesHerNameInTheSourceIsDecidedAnew() {
    assertThat(desk.causerie.records().get(ADA, record)).as("decided of late").isPresent();

    desk.causerie
        .origins()
        .says(Origin.PEOPLE_FILE, List.of(Person.employee("ada", "Ada", "sales")));

    assertThat(desk.causerie.records().get(ADA, record)).isEmpty();
  }

  @Test
  void answerAboutANameThatIsTakenMeanwhileIsNotKept() {
    answersEnd();
    source.whileAsked(
        () ->
            desk.causerie
                .origins()
                .says(Origin.PEOPLE_FILE, List.of(Person.employee("ada", "Ada", "sales"))));

    desk.causerie.records().get(ADA, record);

    assertThat(desk.causerie.records().get(ADA, record)).isEmpty();
  }

  @Test
  void pageUsesTheAnswersInHandAndLeavesOutWhatWasNotDecided() {
    for (String related : List.of("2", "3")) {
      desk.ingest(order(related).status("Open"));
      source.show("alovelace", related);
    }
    desk.ingest(
        order("1")
            .status("Open")
            .related(
                new Related("part", Desk.order("2"), null),
                new Related("part", Desk.order("3"), null)));
    int before = source.asked().size();

    RecordView all = desk.record("ada", "1");

    assertThat(all.related()).hasSize(2);
    assertThat(source.asked().subList(before, source.asked().size()))
        .as("both in one question")
        .containsExactly("alovelace:2,3");

    answersEnd();
    source.answerByHalves();
    assertThat(desk.record("ada", "1").related())
        .as("what it did not decide is shown to nobody")
        .hasSize(1);
  }

  @Test
  void answersOfOnePageAreStoredTogetherAndEndApart() {
    List<Related> related = new ArrayList<>();
    for (int i = 2; i < 30; i++) {
      desk.ingest(order(String.valueOf(i)).status("Open"));
      related.add(new Related("part", Desk.order(String.valueOf(i)), null));
    }
    desk.ingest(order("1").status("Open").related(related.toArray(Related[]::new)));

    List<String> asked = log.during(() -> desk.record("ada", "1"));

    assertThat(asked.stream().filter(sql -> sql.startsWith("insert into decision"))).hasSize(1);
    assertThat(desk.count("select count(*) from decision")).isEqualTo(29);
    assertThat(desk.count("select count(distinct until) from decision")).isGreaterThan(10);
  }

  @Test
  void readersOfOneRecordAreDecidedTogether() {
    desk.causerie
        .origins()
        .says(
            Origin.PEOPLE_FILE,
            List.of(person("ada"), person("grace", "ghopper"), person("katherine")));
    source.hide("alovelace", "1");
    source.show("ghopper", "1");
    answersEnd();
    List<Viewer> readers = List.of(ADA, Desk.as("grace"), Desk.as("katherine"));
    Reads reads = desk.causerie.reads();

    assertThat(standings(reads, readers).in()).as("nobody is decided yet").isEmpty();
    assertThat(standings(reads, readers).undecided()).containsExactlyInAnyOrderElementsOf(readers);
    reads.prepare(Map.of(record, readers));

    assertThat(standings(reads, readers).in()).containsOnlyKeys(Desk.as("grace"));
    assertThat(standings(reads, readers).undecided()).isEmpty();
  }

  @Test
  void whoFollowsIsToldOnceTheSourceHasDecidedAndNobodyWaitsForItMeanwhile() {
    long before = desk.position();
    desk.causerie.discussion().reply(ADA, post, "Seen", null, null, null);
    desk.position();
    answersEnd();
    int asked = source.asked().size();

    Round round =
        desk.causerie.live().since(Map.of(record, before), Long.MAX_VALUE, 100, r -> List.of(ADA));

    assertThat(source.asked()).hasSize(asked);
    assertThat(round.undecided(ADA, Set.of(record))).containsExactly(record);
    assertThat(round.told().get(record)).isEmpty();
    desk.causerie.live().ask(Map.of(record, List.of(ADA)));
    assertThat(desk.told("ada", record, before).orElseThrow()).hasSize(1);
  }

  private Reads.Standings standings(Reads reads, List<Viewer> readers) {
    return Database.over(desk.database().source(), desk.database().reads())
        .read(h -> reads.standings(h, record, readers));
  }
}
