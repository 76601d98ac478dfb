package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.home.HomeFilter;
import io.causerie.engine.home.Homes;
import io.causerie.engine.ingest.EventOutcome;
import io.causerie.engine.ingest.Fate;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.live.Round;
import io.causerie.engine.people.Origin;
import io.causerie.engine.people.Person;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Audience;
import io.causerie.model.Lane;
import io.causerie.model.NoteId;
import io.causerie.model.Readers;
import io.causerie.model.RecordId;
import io.causerie.model.Related;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the database, and what becomes of others while it does not answer. */
@ParameterizedClass
@EnumSource(Databases.class)
class StatementsTest {
  @Parameter Databases databases = Databases.H2;
  private TestDatabase database;
  private StatementLog log;
  private Desk desk;

  @BeforeEach
  void open() {
    database = Desk.tables(databases);
    log = StatementLog.over(database);
    openAll();
    desk = new Desk(database, log.source(), log.reads());
  }

  /**
   * A connection that a pool opens later is set up by whoever happens to get it. Opened one by one,
   * before anybody else uses the pools: a pool may leave one of many that ask together waiting for
   * a connection to be given back.
   */
  private void openAll() {
    Database all = Database.over(database.source(), database.reads());
    List<Connection> open = new ArrayList<>();
    try {
      for (int i = 0; i < Databases.CONNECTIONS; i++) {
        all.writing(h -> h.execute("select 1"));
        open.add(database.source().getConnection());
        all.reading(h -> h.execute("select 1"));
        open.add(database.reads().getConnection());
      }
      for (Connection connection : open) {
        connection.close();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("not all connections could be opened", e);
    }
  }

  @AfterEach
  void close() {
    log.before(sql -> {});
    desk.close();
  }

  @Test
  void recordThatIsHiddenIsAskedForAsOneThatIsNotThere() {
    desk.ingest(order("1").status("Open").audience(Audience.internal(Readers.groups("finance"))));
    RecordId hidden = desk.record("katherine", "1").id();
    RecordId absent = new RecordId(hidden.value() + 1);
    // What is read once and kept would be seen in the first of them only.
    asked(hidden);

    assertThat(asked(hidden)).isNotEmpty().isEqualTo(asked(absent));
    assertThat(found("1")).isNotEmpty().isEqualTo(found("2"));
  }

  private List<String> asked(RecordId record) {
    return log.during(
        () -> {
          assertThat(desk.causerie.records().get(Desk.as("ada"), record)).isEmpty();
          Assertions.assertThatThrownBy(() -> desk.feed("ada", record))
              .isInstanceOf(NotFoundException.class);
        });
  }

  @Test
  void commentOnAPostThatIsHeldCostsTenStatements() {
    desk.ingest(order("1").status("Open"));
    ActivityId post = post("ada", "1");
    for (int i = 0; i < 3; i++) {
      comment(post);
    }

    List<String> asked = log.during(() -> comment(post));

    assertThat(asked).startsWith("begin").endsWith("commit").hasSizeLessThanOrEqualTo(10);
    assertThat(asked).noneMatch(sql -> sql.contains(" record ") && sql.endsWith("for update"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pageOfCommentsCostsFourStatements(boolean withFiles) {
    desk.ingest(order("1").status("Open"));
    ActivityId post = post("ada", "1");
    for (int i = 0; i < 20; i++) {
      NoteId note =
          desk.causerie
              .discussion()
              .reply(Desk.as("grace"), post, "[@](person:katherine) " + i, null, null, null)
              .id();
      desk.causerie.discussion().react(Desk.as("katherine"), note, "👍");
    }
    if (withFiles) {
      attachToAll(post);
    }
    Runnable page =
        () ->
            assertThat(desk.causerie.discussion().notes(Desk.as("ada"), post, null, 10).items())
                .allSatisfy(note -> assertThat(note.files()).hasSize(withFiles ? 1 : 0));
    page.run();

    assertThat(withoutFrame(log.during(page))).hasSizeLessThanOrEqualTo(4);
  }

  private void attachToAll(ActivityId post) {
    Database.over(database.source())
        .writing(
            h -> {
              h.execute(
                  "insert into file_content (digest, size, kind, state, since)"
                      + " values ('d', 1, 'other', 'clean', current_timestamp)");
              h.execute(
                  "insert into file (id, digest, person, name, size, item, place, given)"
                      + " select id, 'd', 'grace', 'a.txt', 1, id, 0, current_timestamp from note"
                      + " where activity_id = ?",
                  post.value());
            });
  }

  @Test
  void recordPageCostsTenStatementsAndTwelveAfterAChangeOfRights() {
    for (String related : List.of("2", "3", "4")) {
      desk.ingest(order(related).status("Open"));
    }
    desk.ingest(
        order("1")
            .status("Open")
            .related(
                new Related("part", Desk.order("2"), null),
                new Related("part", Desk.order("3"), null),
                new Related("part", Desk.order("4"), null)));
    RecordId record = desk.id("1");
    for (int i = 0; i < 10; i++) {
      ActivityId post =
          desk.causerie
              .feed()
              .post(Desk.as("grace"), record, Lane.INTERNAL, "Question " + i, null)
              .id();
      for (int j = 0; j < 5; j++) {
        NoteId first =
            desk.causerie
                .discussion()
                .reply(Desk.as("katherine"), post, "Answer", null, null, null)
                .id();
        desk.causerie.discussion().reply(Desk.as("ada"), post, "Thanks", first, null, null);
      }
    }
    Runnable page =
        () ->
            assertThat(
                    desk.causerie
                        .records()
                        .get(
                            Desk.as("ada"),
                            record,
                            (h, in) ->
                                desk.causerie.feed().page(h, in, ActivityView.Show.ALL, null, 30)))
                .hasValueSatisfying(
                    seen -> {
                      assertThat(seen.record().related()).hasSize(3);
                      assertThat(seen.beside().items()).hasSize(11);
                    });
    desk.position();
    page.run();

    assertThat(log.during(page)).as("nothing was told since").hasSizeLessThanOrEqualTo(4);
    comment(post("ada", "1"));
    assertThat(log.during(page)).as("something was").hasSizeLessThanOrEqualTo(10);
    somebodyJoins();
    assertThat(log.during(page)).as("rights are others").hasSizeLessThanOrEqualTo(12);
  }

  /** The gates of what is beside it are of the same moment: they are read with its own. */
  @Test
  void pageThatIsKeptCostsOneStatement() {
    desk.ingest(order("2").status("Open"));
    desk.ingest(order("1").status("Open").related(new Related("part", Desk.order("2"), null)));
    RecordId record = desk.id("1");
    ActivityId post = post("ada", "1");
    comment(post);
    Runnable page =
        () ->
            assertThat(desk.causerie.records().get(Desk.as("ada"), record))
                .hasValueSatisfying(seen -> assertThat(seen.related()).hasSize(1));
    Runnable talk = () -> desk.causerie.discussion().notes(Desk.as("ada"), post, null, 10);
    desk.position();
    page.run();
    talk.run();

    assertThat(log.during(page)).hasSize(1);
    assertThat(log.during(talk)).hasSize(1);

    somebodyJoins();
    assertThat(log.during(page)).as("by other rights it is read anew").contains("begin");
    assertThat(log.during(page)).hasSize(1);
  }

  private void somebodyJoins() {
    List<Person> all = new ArrayList<>(Desk.people());
    all.add(Person.employee("new", "New Comer", "sales"));
    desk.causerie.origins().says(Origin.PEOPLE_FILE, all);
  }

  private static List<String> withoutFrame(List<String> asked) {
    return asked.stream().filter(sql -> !sql.equals("begin") && !sql.equals("commit")).toList();
  }

  @Test
  void sessionsAreSetUpOnceAndNotAsked() {
    desk.ingest(order("1").status("Open"));
    ActivityId post = post("ada", "1");
    comment(post);
    desk.causerie.discussion().notes(Desk.as("ada"), post, null, 10);

    List<String> asked =
        log.during(
            () -> {
              comment(post);
              desk.causerie.discussion().notes(Desk.as("ada"), post, null, 10);
            });

    assertThat(asked).noneMatch(sql -> sql.startsWith("set ") || sql.startsWith("show "));
  }

  @Test
  void lineCostsTheSameForAThousandReadersAsForOne() {
    List<Person> thousand = new ArrayList<>(Desk.people());
    List<Viewer> readers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      thousand.add(Person.employee("reader" + i, "Reader " + i, i % 2 == 0 ? "sales" : "finance"));
      readers.add(Desk.as("reader" + i));
    }
    desk.causerie.origins().says(Origin.PEOPLE_FILE, thousand);
    desk.ingest(order("1").status("Open"));
    ActivityId post = post("ada", "1");
    comment(post);
    long before = desk.position();
    comment(post);
    long commented = desk.position();
    desk.ingest(order("1").status("Shipped").by("alovelace"));
    desk.position();
    // What was read of persons and rules stays.
    assertThat(next(before, readers).told().get(desk.id("1")))
        .hasSize(1000)
        .allSatisfy((reader, lines) -> assertThat(lines).isNotEmpty());

    List<String> one = log.during(() -> next(before, readers.subList(0, 1)));
    List<String> all = log.during(() -> next(before, readers));

    assertThat(all).hasSameSizeAs(one).hasSizeLessThanOrEqualTo(20);
    assertThat(log.during(() -> next(commented, readers))).hasSizeLessThanOrEqualTo(20);
  }

  private Round next(long after, List<Viewer> readers) {
    return desk.causerie.live().next(after, 1, record -> readers);
  }

  @Test
  void homePageCostsSixStatementsAndItsCountFour() {
    for (int i = 0; i < 4; i++) {
      desk.ingest(order("" + i).status("Open"));
    }
    // What happened before she followed is not hers, however late homes are written.
    Homes.settle(desk);
    List<ActivityId> posts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      desk.causerie.follows().follow(Desk.as("grace"), desk.id("" + i));
      for (int j = 0; j < 5; j++) {
        posts.add(
            desk.causerie
                .feed()
                .post(Desk.as("ada"), desk.id("" + i), Lane.INTERNAL, "Post " + j, null)
                .id());
      }
    }
    posts.forEach(this::comment);
    Homes.settle(desk);
    Runnable page =
        () ->
            assertThat(
                    desk.causerie.home().page(Desk.as("grace"), HomeFilter.ALL, null, 30).items())
                .hasSize(20);
    page.run();

    assertThat(withoutFrame(log.during(page))).hasSizeLessThanOrEqualTo(6);
    assertThat(
            withoutFrame(
                log.during(
                    () ->
                        assertThat(desk.causerie.home().unread(Desk.as("grace")).count())
                            .isEqualTo(20))))
        .hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void linesOfRecordsNobodyFollowsCostOneStatement() {
    desk.ingest(order("1").status("Open"));
    long before = desk.position();
    desk.ingest(order("1").status("Shipped"));
    desk.position();

    List<String> asked =
        log.during(() -> desk.causerie.live().next(before, 100, record -> List.of()));

    assertThat(asked).hasSizeLessThanOrEqualTo(3).startsWith("begin").endsWith("commit");
  }

  /** Runs something between what a comment reads and what it writes. */
  private void beforeTheComment(Runnable work) {
    AtomicBoolean done = new AtomicBoolean();
    log.before(
        sql -> {
          if (sql.startsWith("insert into note") && done.compareAndSet(false, true)) {
            CompletableFuture.runAsync(work).join();
          }
        });
  }

  @Test
  void commentGoesWithAPostWhoseRecordIsMergedMeanwhile() {
    desk.ingest(order("1").status("Open"));
    desk.ingest(order("2").status("Open"));
    ActivityId post = post("ada", "1");
    comment(post);
    RecordId into = desk.id("2");
    beforeTheComment(() -> desk.ingest(order("1").mergedInto("2")));

    comment(post);

    assertThat(desk.count("select count(*) from note where record_id = " + into.value()))
        .isEqualTo(2);
    assertThat(
            desk.count(
                "select count(*) from journal where note_id is not null and record_id = "
                    + into.value()))
        .isEqualTo(2);
  }

  @Test
  void nothingIsAddedToAPostThatIsRemovedMeanwhile() {
    desk.ingest(order("1").status("Open"));
    ActivityId own =
        desk.causerie
            .feed()
            .post(Desk.as("grace"), desk.id("1"), Lane.INTERNAL, "For now", null)
            .id();
    comment(own);
    beforeTheComment(() -> desk.causerie.feed().remove(Desk.as("grace"), own, null));

    Assertions.assertThatThrownBy(() -> comment(own)).isInstanceOf(ForbiddenException.class);
    assertThat(desk.count("select count(*) from note")).isEqualTo(1);
  }

  private void comment(ActivityId post) {
    desk.causerie.discussion().reply(Desk.as("ada"), post, "Well done", null, null, null);
  }

  @Test
  void postAndCommentThatAreHiddenAreAskedForAsOnesThatAreNotThere() {
    Audience finance = Audience.internal(Readers.groups("finance"));
    desk.ingest(order("1").status("Open").audience(finance));
    desk.ingest(order("2").status("Open").audience(finance));
    ActivityId inHidden = post("katherine", "1");
    ActivityId hidden = post("katherine", "2");
    desk.ingest(order("2").status("Shipped").audience(Audience.EVERYONE));
    assertThat(desk.feed("ada", desk.id("2"))).as("she reads the record").isNotEmpty();
    ActivityId absent = new ActivityId(1);
    NoteId noteInHidden = note(inHidden);
    NoteId noteHidden = note(hidden);
    NoteId noNote = new NoteId(1);
    askedFor(hidden);

    List<String> asked = askedFor(absent);
    assertThat(askedFor(hidden)).isNotEmpty().isEqualTo(asked);
    assertThat(askedFor(inHidden)).isEqualTo(asked);
    asked = askedFor(noNote);
    assertThat(askedFor(noteHidden)).isNotEmpty().isEqualTo(asked);
    assertThat(askedFor(noteInHidden)).isEqualTo(asked);
  }

  private ActivityId post(String reader, String number) {
    return desk.feed(reader, desk.record(reader, number).id()).get(0).id();
  }

  private NoteId note(ActivityId post) {
    return desk.causerie
        .discussion()
        .reply(Desk.as("katherine"), post, "Hidden", null, null, null)
        .id();
  }

  private List<String> askedFor(ActivityId post) {
    Viewer ada = Desk.as("ada");
    return log.during(
        () -> {
          assertThat(desk.causerie.feed().activity(ada, post)).isEmpty();
          notFound(() -> desk.causerie.feed().edit(ada, post, "x", null));
          notFound(() -> desk.causerie.feed().remove(ada, post, null));
          notFound(() -> desk.causerie.feed().history(ada, post));
          notFound(() -> desk.causerie.readership().of(ada, post));
          notFound(() -> desk.causerie.discussion().notes(ada, post, null, 10));
          notFound(() -> desk.causerie.discussion().reply(ada, post, "x", null, null, null));
          notFound(() -> desk.causerie.discussion().react(ada, post, "👍", null));
          notFound(() -> desk.causerie.discussion().unreact(ada, post, "👍"));
          notFound(() -> desk.causerie.discussion().keep(ada, post, null));
        });
  }

  private List<String> askedFor(NoteId note) {
    Viewer ada = Desk.as("ada");
    return log.during(
        () -> {
          assertThat(desk.causerie.discussion().note(ada, note)).isEmpty();
          notFound(() -> desk.causerie.discussion().edit(ada, note, "x", null));
          notFound(() -> desk.causerie.discussion().remove(ada, note, null));
          notFound(() -> desk.causerie.discussion().history(ada, note));
          notFound(() -> desk.causerie.discussion().react(ada, note, "👍"));
          notFound(() -> desk.causerie.discussion().unreact(ada, note, "👍"));
        });
  }

  private static void notFound(ThrowingCallable act) {
    Assertions.assertThatThrownBy(act).isInstanceOf(NotFoundException.class);
  }

  private List<String> found(String number) {
    return log.during(
        () ->
            assertThat(desk.causerie.records().find(Desk.as("ada"), Desk.order(number))).isEmpty());
  }

  @Test
  void errorWhileAnEventIsWrittenFailsThatEventAndNoOther() {
    log.before(
        sql -> {
          if (sql.startsWith("insert into contribution")) {
            throw new StackOverflowError();
          }
        });

    EventOutcome failed = desk.ingest(order("1").status("Open"));
    log.before(sql -> {});
    EventOutcome next = desk.ingest(order("2").status("Open"));

    assertThat(failed.fate()).isEqualTo(Fate.FAILED);
    assertThat(failed.reason()).asString().contains("StackOverflowError");
    assertThat(next.fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.causerie.ingest().isAlive()).isTrue();
  }

  @Test
  void slowAuditHoldsUpNoEvent() {
    CountDownLatch slow = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    // Else it may be done before anybody waits for it, who then does what follows herself.
    CountDownLatch waitedFor = new CountDownLatch(1);
    log.before(
        sql -> {
          if (sql.startsWith("insert into event ")) {
            await(waitedFor);
          }
          if (sql.startsWith("insert into audit")) {
            reached.countDown();
            await(slow);
          }
        });
    SourceEvent event = desk.event(order("1").status("Open").build());
    CompletableFuture<Void> audited =
        desk.causerie
            .ingest()
            .accept("orders", Ingest.keyOf(event), event)
            .toCompletableFuture()
            .thenAccept(
                o ->
                    desk.causerie
                        .audit()
                        .add("ada", io.causerie.engine.audit.Deed.REPLAY, "orders", "event"));
    waitedFor.countDown();
    await(reached);

    assertThat(desk.ingest(order("2").status("Open")).fate()).isEqualTo(Fate.POSTED);
    assertThat(desk.ingest(order("3").status("Open")).fate()).isEqualTo(Fate.POSTED);
    assertThat(audited).isNotDone();
    slow.countDown();
    Desk.await(audited);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void silentLateEventReadsNothingOfThePast() {
    desk.ingest("history", desk.event(order("1").version(2).status("Paid").build()));
    List<String> seen = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
    log.before(
        sql -> {
          if (Thread.currentThread().getName().equals("causerie-ingest")) {
            seen.add(sql);
          }
        });

    EventOutcome late =
        desk.ingest(
            "history",
            desk.event(
                order("1").version(1).status("Open").at(Desk.MONDAY.minusSeconds(9)).build()));

    assertThat(late.reason()).asString().startsWith("late, and older than the connector's since");
    assertThat(seen)
        .isNotEmpty()
        .noneMatch(sql -> sql.startsWith("select id, version, taken, seen from event"));
  }
}
