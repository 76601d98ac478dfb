package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.audit.Deed;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Comments that come while others are being written. */
@ParameterizedClass
@EnumSource(Databases.class)
class TogetherTest {
  @Parameter Databases databases = Databases.H2;
  private StatementLog log;
  private Desk desk;
  private Crowd crowd;
  private ActivityId post;
  private ActivityId other;
  private ActivityId elsewhere;

  @BeforeEach
  void open() {
    TestDatabase database = Desk.tables(databases);
    log = StatementLog.over(database);
    desk = new Desk(database, log.source(), log.reads());
    crowd = new Crowd(log);
    post = talkedAbout("1");
    other = talkedAbout("2");
    elsewhere = talkedAbout("3");
  }

  @AfterEach
  void close() {
    log.before(sql -> {});
    crowd.close();
    desk.close();
  }

  /** A post that folds no more, since somebody commented on it. */
  private ActivityId talkedAbout(String order) {
    desk.ingest(order(order).status("Open"));
    ActivityId talked = desk.feed("ada", order).get(0).id();
    reply("ada", talked, "First");
    return talked;
  }

  private NoteView reply(String person, ActivityId on, String content) {
    return reply(person, on, content, null);
  }

  private NoteView reply(
      String person, ActivityId on, String content, @Nullable IdempotencyKey key) {
    return desk.causerie.discussion().reply(Desk.as(person), on, content, null, null, key);
  }

  private Crowd.Caller<NoteView> waiting(String person, ActivityId on, String content) {
    return crowd.waiting(() -> reply(person, on, content));
  }

  private Crowd.Caller<NoteView> waiting(
      String person, ActivityId on, String content, IdempotencyKey key) {
    return crowd.waiting(() -> reply(person, on, content, key));
  }

  /** All seats are taken until the crowd is let go. */
  private void takeTheSeats() {
    for (int i = 0; i < Replies.SEATS; i++) {
      crowd.holding(() -> reply("grace", elsewhere, "Before all others"));
    }
  }

  private long notes(String content) {
    return desk.count("select count(*) from note where content = '" + content + "'");
  }

  @Test
  void sixteenThatWaitAreWrittenByEightStatements() {
    takeTheSeats();
    List<Crowd.Caller<NoteView>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      callers.add(waiting(i % 3 == 0 ? "ada" : "grace", i % 2 == 0 ? post : other, "Said " + i));
    }
    crowd.letOneGo();

    List<NoteView> notes = callers.stream().map(Crowd.Caller::result).toList();

    List<String> statements =
        callers.stream()
            .flatMap(c -> c.statements().stream())
            .filter(sql -> !sql.startsWith("set session"))
            .toList();
    assertThat(statements).startsWith("begin").endsWith("commit").hasSizeLessThanOrEqualTo(8);
    assertThat(notes).extracting(NoteView::content).startsWith("Said 0").endsWith("Said 15");
    assertThat(notes).extracting(note -> note.id().value()).isSorted();
    desk.position();
    notes.forEach(
        note ->
            assertThat(
                    desk.count("select count(*) from journal where note_id = " + note.id().value()))
                .isEqualTo(1));
    assertThat(desk.causerie.discussion().notes(Desk.as("ada"), other, null, 8).items())
        .extracting(NoteView::id)
        .isEqualTo(
            notes.stream().filter(n -> n.activity().equals(other)).map(NoteView::id).toList());
  }

  @Test
  void whoeverComesWhileASeatIsFreeIsWrittenAtOnce() {
    crowd.holding(() -> reply("grace", post, "Slow"));

    assertThat(waiting("ada", other, "Quick").result().content()).isEqualTo("Quick");
  }

  @Test
  void whatTheDatabaseRefusesHurtsNobodyElse() {
    breaks(
        "insert into mention",
        () -> {
          throw new IllegalStateException("poison");
        });
    List<Crowd.Caller<NoteView>> callers = fiveOfWhomOneMentions();

    assertThatThrownBy(callers.get(2)::result).hasMessage("poison");
    othersOfTheFive(callers);
  }

  @Test
  void errorHurtsNobodyElse() {
    breaks(
        "insert into mention",
        () -> {
          throw new StackOverflowError("deep");
        });
    List<Crowd.Caller<NoteView>> callers = fiveOfWhomOneMentions();

    assertThatThrownBy(callers.get(2)::result)
        .isInstanceOf(StackOverflowError.class)
        .hasMessage("deep");
    othersOfTheFive(callers);
  }

  private List<Crowd.Caller<NoteView>> fiveOfWhomOneMentions() {
    takeTheSeats();
    List<Crowd.Caller<NoteView>> callers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      callers.add(waiting("ada", post, i == 2 ? "[@](person:grace) 2" : "Said " + i));
    }
    crowd.letOneGo();
    return callers;
  }

  private void othersOfTheFive(List<Crowd.Caller<NoteView>> callers) {
    for (int i = 0; i < 5; i++) {
      if (i != 2) {
        assertThat(callers.get(i).result().content()).isEqualTo("Said " + i);
        assertThat(notes("Said " + i)).isEqualTo(1);
      }
    }
    assertThat(desk.count("select count(*) from note where content like '%person:grace%'"))
        .isZero();
  }

  private void breaks(String statement, Runnable how) {
    crowd.before(
        sql -> {
          if (sql.startsWith(statement)) {
            how.run();
          }
        });
  }

  @Test
  void errorAtTheCommitIsThrownToAllAndLeavesNobodyWaiting() {
    takeTheSeats();
    List<Crowd.Caller<NoteView>> callers =
        List.of(waiting("ada", post, "One"), waiting("grace", other, "Two"));
    once(
        "commit",
        callers,
        () -> {
          throw new NoClassDefFoundError("gone");
        });
    crowd.letOneGo();

    callers.forEach(
        caller -> assertThatThrownBy(caller::result).isInstanceOf(NoClassDefFoundError.class));
    assertThat(notes("One") + notes("Two")).isZero();
    assertThat(waiting("ada", post, "Three").result().content()).isEqualTo("Three");
    assertThat(waiting("ada", post, "Four").result().content()).isEqualTo("Four");
  }

  @Test
  void databaseThatIsAwayIsToldToAll() {
    takeTheSeats();
    List<Crowd.Caller<NoteView>> callers =
        List.of(waiting("ada", post, "One"), waiting("grace", other, "Two"));
    once(
        "commit",
        callers,
        () -> {
          throw new UnavailableException(Duration.ofSeconds(1), "away");
        });
    crowd.letOneGo();

    callers.forEach(
        caller -> assertThatThrownBy(caller::result).isInstanceOf(UnavailableException.class));
    assertThat(notes("One") + notes("Two")).isZero();
  }

  private void once(String statement, List<Crowd.Caller<NoteView>> callers, Runnable how) {
    AtomicBoolean done = new AtomicBoolean();
    crowd.before(
        sql -> {
          boolean mine = callers.stream().anyMatch(Crowd.Caller::isHere);
          if (mine && sql.startsWith(statement) && done.compareAndSet(false, true)) {
            how.run();
          }
        });
  }

  @Test
  void interruptOfOneStaysHersAndHurtsNobody() {
    takeTheSeats();
    AtomicBoolean stays = new AtomicBoolean();
    Crowd.Caller<NoteView> first =
        crowd.waiting(
            () -> {
              NoteView note = reply("ada", post, "One");
              stays.set(Thread.currentThread().isInterrupted());
              return note;
            });
    Crowd.Caller<NoteView> second = waiting("grace", other, "Two");
    first.interrupt();
    crowd.letOneGo();

    assertThat(first.result().content()).isEqualTo("One");
    assertThat(second.result().content()).isEqualTo("Two");
    assertThat(stays).isTrue();
  }

  @Test
  void postThatIsLockedHoldsUpNobodyWhoCommentsOnOthers() throws Exception {
    takeTheSeats();
    List<Crowd.Caller<NoteView>> callers =
        List.of(
            waiting("ada", other, "One"),
            waiting("ada", post, "Late"),
            waiting("ada", other, "Two"));
    List<Crowd.Caller<NoteView>> late = new ArrayList<>(callers.subList(1, 2));
    try (Connection connection = desk.source().getConnection()) {
      connection.setAutoCommit(false);
      lock(connection, "activity", post.value());
      crowd.letOneGo();

      assertThat(callers.get(0).result().content()).isEqualTo("One");
      assertThat(callers.get(2).result().content()).isEqualTo("Two");
      // As many as there are seats wait for it alone, and sit no more.
      for (int i = 0; i < Replies.SEATS; i++) {
        late.add(crowd.started(() -> reply("grace", post, "Late")));
        late.get(i + 1).isAt(sql -> sql.startsWith("insert into note") && !sql.endsWith("locked"));
      }
      assertThat(waiting("grace", other, "Three").result().content()).isEqualTo("Three");
      assertThat(late).noneMatch(Crowd.Caller::isDone);
      connection.rollback();
    }
    assertThat(late).allSatisfy(caller -> assertThat(caller.result().content()).isEqualTo("Late"));
    assertThat(notes("Late")).isEqualTo(late.size());
  }

  @Test
  void recordThatIsLockedHoldsUpNobody() throws Exception {
    desk.ingest(order("4").status("Open"));
    desk.ingest(order("4").status("Paid"));
    ActivityId folding = desk.feed("ada", "4").get(0).id();
    try (Connection connection = desk.source().getConnection()) {
      connection.setAutoCommit(false);
      lock(connection, "record", desk.id("4").value());
      List<Crowd.Caller<NoteView>> late = new ArrayList<>();
      for (int i = 0; i <= Replies.SEATS; i++) {
        int nth = i;
        late.add(crowd.started(() -> reply("ada", folding, "Late " + nth)));
        late.get(i).isAt(sql -> sql.startsWith("select * from record"));
      }

      assertThat(waiting("grace", other, "Now").result().content()).isEqualTo("Now");
      connection.rollback();
      late.forEach(caller -> assertThat(caller.result().content()).startsWith("Late"));
    }
  }

  @Test
  void allOfManyAreWritten() {
    List<Crowd.Caller<NoteView>> callers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      ActivityId on = i % 2 == 0 ? post : i % 3 == 0 ? other : elsewhere;
      String person = i % 5 == 0 ? "ada" : "grace";
      callers.add(
          crowd.started(
              () -> {
                for (int j = 0; j < 24; j++) {
                  reply(person, on, "Many " + j);
                }
                return reply(person, on, "Many");
              }));
    }

    assertThat(callers)
        .allSatisfy(caller -> assertThat(caller.result().content()).isEqualTo("Many"));
    assertThat(desk.count("select count(*) from note where content like 'Many%'"))
        .isEqualTo(16 * 25);
    desk.position();
    assertThat(desk.count("select count(*) from journal where note_id is not null"))
        .isEqualTo(16 * 25 + 3);
  }

  private static void lock(Connection connection, String table, long id) throws Exception {
    connection
        .createStatement()
        .executeQuery("select id from " + table + " where id = " + id + " for update");
  }

  @Test
  void whoeverTriesAgainHoldsUpNobodyElse() throws Exception {
    IdempotencyKey key = new IdempotencyKey("k1", "r1");
    try (Connection connection = desk.source().getConnection()) {
      connection.setAutoCommit(false);
      lock(connection, "activity", post.value());
      List<Crowd.Caller<NoteView>> late = new ArrayList<>();
      late.add(crowd.started(() -> reply("ada", post, "Late", key)));
      late.get(0).isAt(sql -> sql.startsWith("insert into note") && !sql.endsWith("locked"));
      // She tries again, since nobody answers her.
      for (int i = 1; i <= Replies.SEATS; i++) {
        late.add(crowd.started(() -> reply("ada", post, "Late", key)));
        late.get(i).isAt(sql -> sql.startsWith("insert into idempotency"));
      }

      assertThat(reply("grace", other, "Now").content()).isEqualTo("Now");
      assertThat(late).noneMatch(Crowd.Caller::isDone);
      connection.rollback();
      assertThat(late.stream().map(caller -> caller.result().id()).distinct()).hasSize(1);
    }
  }

  @Test
  void sameKeyTwiceIsOneNote() {
    IdempotencyKey key = new IdempotencyKey("k1", "r1");
    takeTheSeats();
    List<Crowd.Caller<NoteView>> callers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      callers.add(waiting("ada", post, "Once", key));
    }
    Crowd.Caller<NoteView> hers = waiting("grace", post, "Hers", key);
    Crowd.Caller<NoteView> another =
        waiting("ada", post, "Another", new IdempotencyKey("k1", "r2"));
    crowd.letOneGo();

    assertThat(callers)
        .extracting(caller -> caller.result().id())
        .containsOnly(callers.get(0).result().id());
    assertThat(hers.result().content()).isEqualTo("Hers");
    assertThatThrownBy(another::result).isInstanceOf(IdempotencyConflictException.class);
    assertThat(notes("Once")).isEqualTo(1);
    assertThat(reply("ada", post, "Once", key).id()).isEqualTo(callers.get(0).result().id());
    assertThat(desk.count("select count(*) from idempotency")).isEqualTo(2);
  }

  @Test
  void keyOfWhoeverIsRefusedIsFree() {
    ActivityId removed =
        desk.causerie
            .feed()
            .post(Desk.as("grace"), desk.id("1"), Lane.INTERNAL, "For now", null)
            .id();
    IdempotencyKey key = new IdempotencyKey("k1", "r1");
    takeTheSeats();
    Crowd.Caller<NoteView> first = waiting("ada", removed, "Too late", key);
    Crowd.Caller<NoteView> second = waiting("ada", post, "Another");
    desk.causerie.feed().remove(Desk.as("grace"), removed, null);
    crowd.letOneGo();

    assertThatThrownBy(first::result).isInstanceOf(ForbiddenException.class);
    assertThat(second.result().content()).isEqualTo("Another");
    assertThat(reply("ada", post, "Now", key).content()).isEqualTo("Now");
  }

  @Test
  void lineOfAnActGoesWithTheCommentAndWaitsForNoSeat() {
    takeTheSeats();
    Supplier<NoteView> act =
        () ->
            desk.causerie
                .audit()
                .act("ada", Deed.REPLAY, "orders", n -> "x", () -> reply("ada", post, "An act"));
    Crowd.Caller<NoteView> caller = crowd.started(act);

    assertThat(caller.result().content()).isEqualTo("An act");
    assertThat(caller.statements())
        .filteredOn(sql -> sql.equals("commit"))
        .as("both are one transaction")
        .hasSize(1);
    assertThat(desk.causerie.audit().list(null, 10).items()).hasSize(1);
  }
}
