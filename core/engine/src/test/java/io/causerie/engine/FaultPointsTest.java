package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.delivery.FakeChannel;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.journal.CountingReader;
import io.causerie.engine.store.Database;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A node dies at each step of its workers, once before and once after what can be seen of it; what
 * another finds is whole: nothing is lost, work on our own database is done once, and what goes
 * outside arrives, or is in doubt where it may not arrive twice.
 */
class FaultPointsTest {
  private static final Duration LEASES = Duration.ofHours(3);

  /** The test's own, and those of homes, notices and webhooks. */
  private static final int READERS = 4;

  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private final AtomicLong ids = new AtomicLong();
  private final FakeChannel hook = channel("hook", 3, true);
  private final FakeChannel mail = channel("mail", 3, false);
  private final FakeChannel slow = channel("slow", 1, true);
  private final FakeChannel back = channel("back:desk", 1, true);
  private final AtomicBoolean failsOnce = new AtomicBoolean(true);
  private volatile @Nullable Causerie alive;
  private TestDatabase database;
  private Database direct;

  private static FakeChannel channel(String name, int parallel, boolean idempotent) {
    return new FakeChannel(name, parallel, idempotent).patient(Duration.ofHours(1));
  }

  /** The death of a node: from then on none of its workers comes to a commit. */
  private static final class Mortal implements Steps {
    private final Step last;
    private volatile boolean dead;

    Mortal(Step last) {
      this.last = last;
    }

    @Override
    public void reached(Step step) {
      if (dead || step == last) {
        dead = true;
        throw new Death();
      }
    }
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  Databases databases() {
    return Databases.POSTGRES;
  }

  @BeforeEach
  void open() {
    // All but the first take a minute, while others wait in its hand.
    AtomicInteger calls = new AtomicInteger();
    slow.behave(
        delivery -> {
          if (calls.incrementAndGet() > 1) {
            clock.tick(Duration.ofSeconds(61));
          }
          return Outcome.DELIVERED;
        });
    back.behave(
        delivery -> {
          Objects.requireNonNull(alive).copies().arrived(delivery, "there", false, 1, null);
          return Outcome.DELIVERED;
        });
    database = Desk.tables(databases());
    direct = Database.over(database.source());
    direct.writing(
        h -> {
          CountingReader.table(h);
          h.execute("create table done_job (subject varchar(64) not null, n int not null)");
        });
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Causerie node(Steps steps) {
    return node(database.source(), database.reads(), steps);
  }

  private Causerie node(DataSource source, DataSource reads, Steps steps) {
    alive =
        Causerie.builder()
            .pace(Desk.BRISK)
            .dataSource(source)
            .readers(reads)
            .clock(clock)
            .channels(List.of(hook, mail, slow, back))
            .journalReaders(List.of(new CountingReader("count", true)))
            .job("count", this::job)
            .steps(steps)
            .build();
    return alive;
  }

  private void job(Handle h, String subject) {
    h.createUpdate("insert into done_job (subject, n) values (:subject, 1)")
        .bind("subject", subject)
        .execute();
    if (subject.equals("fails") && failsOnce.getAndSet(false)) {
      throw new IllegalStateException("once");
    }
  }

  private void waiting() {
    direct.writing(
        h -> {
          line(h, Desk.MONDAY.minus(Duration.ofDays(40)));
          for (int i = 0; i < 5; i++) {
            line(h, Desk.MONDAY);
          }
          for (String subject : List.of("a", "b", "fails")) {
            delivery(h, "count", subject, "due");
          }
          for (int i = 0; i < 6; i++) {
            delivery(h, "hook", "h" + i % 3, "due");
            delivery(h, "mail", "m" + i % 3, "due");
          }
          for (int i = 0; i < 20; i++) {
            delivery(h, "slow", "s" + i, "due");
          }
          copy(h);
          delivery(h, "hook", "left", "claimed");
          delivery(h, "mail", "left", "claimed");
          delivery(h, "mail", "old", "done");
          key(h, "old", Desk.MONDAY.minus(Duration.ofHours(25)));
          key(h, "new", Desk.MONDAY);
          decision(h, 1, Desk.MONDAY.minusSeconds(1));
          decision(h, 2, Desk.MONDAY.plus(Duration.ofDays(1)));
          claims(h, "gone", Desk.MONDAY.minusSeconds(1));
          claims(h, "here", Desk.MONDAY.plus(Duration.ofDays(1)));
          notices(h);
        });
  }

  /** A comment that is to be brought into its system. */
  private void copy(Handle h) {
    h.execute(
        """
        insert into item_copy (item, system, channel, subject, record_id, mark, first_delivery)
        values (2, 'desk', 'back:desk', 'record 1#2', 1, 'a mark', 1)
        """);
    delivery(h, "back:desk", "record 1#2", "due");
  }

  /** What is to be decided, of a post that is not there any more, and what was told long ago. */
  private static void notices(Handle h) {
    h.createUpdate(
            """
            insert into notice_queue (id, person, record_id, since, events, due, put_off)
            values (1, 'here', 1, :at, 1, :at, 0)
            """)
        .bind("at", Desk.MONDAY)
        .execute();
    h.execute(
        """
        insert into notice_candidate (queue_id, position, activity_id, reason) values (1, 1, 1, 1)
        """);
    h.createUpdate(
            """
            insert into notice (id, person, place, record_id, activity_id, reason, more, position,
              told)
            values (1, 'here', 1, 1, 1, 1, 0, 1, :at)
            """)
        .bind("at", Desk.MONDAY.minus(Duration.ofDays(100)))
        .execute();
  }

  private static void key(Handle h, String key, Instant used) {
    h.createUpdate(
            """
            insert into idempotency (person, idempotency_key, request, item, used)
            values ('here', :key, '', 1, :used)
            """)
        .bind("key", key)
        .bind("used", used)
        .execute();
  }

  private static void decision(Handle h, long record, Instant until) {
    h.createUpdate(
            """
            insert into decision (person, record_id, allowed, until)
            values ('here', :record, true, :until)
            """)
        .bind("record", record)
        .bind("until", until)
        .execute();
  }

  /** Somebody whom nothing but her sign-in vouches for. */
  private static void claims(Handle h, String person, Instant until) {
    List<String> statements =
        List.of(
            "insert into person (id, name, guest, active) values (:person, :person, false, true)",
            "insert into group_member (person, group_name) values (:person, 'sales')",
            """
            insert into origin_person (origin, subject, person, name, guest, active, state, said,
              until)
            values ('claims:idp', :person, :person, :person, false, true, 'counts', :said, :until)
            """,
            """
            insert into origin_group (origin, subject, group_name)
            values ('claims:idp', :person, 'sales')
            """);
    for (String statement : statements) {
      h.createUpdate(statement)
          .bind("person", person)
          .bind("said", Desk.MONDAY.minus(Duration.ofDays(30)))
          .bind("until", until)
          .execute();
    }
  }

  private void line(Handle h, Instant at) {
    h.createUpdate("insert into journal (id, what, record_id, lane, at) values (:id, 0, 1, 0, :at)")
        .bind("id", ids.incrementAndGet())
        .bind("at", at)
        .execute();
  }

  private void delivery(Handle h, String channel, String subject, String state) {
    boolean job = channel.equals("count");
    h.createUpdate(
            """
            insert into delivery (id, channel, target, subject, line, state, attempts, faults, added,
              since, due, claimed_by, claimed_until)
            values (:id, :channel, '', :subject, :line, :state, 0, 0, :at, :at, :at, :by, :until)
            """)
        .bind("id", ids.incrementAndGet())
        .bind("channel", channel)
        .bind("subject", subject)
        .bind("line", job || state.equals("done") ? null : (long) (channel + subject).hashCode())
        .bind("state", state)
        .bind("at", Desk.MONDAY.minus(Duration.ofDays(state.equals("done") ? 30 : 0)))
        .bind("by", state.equals("claimed") ? "a node that is gone" : null)
        .bind("until", state.equals("claimed") ? Desk.MONDAY.minusSeconds(1) : null)
        .execute();
  }

  static Stream<Step> steps() {
    return Stream.of(Step.values());
  }

  @ParameterizedTest
  @MethodSource("steps")
  void nothingIsLostAndNothingDoneTwice(Step step) {
    waiting();
    Mortal mortal = new Mortal(step);

    try (Causerie node = node(mortal)) {
      Eventually.until(
          "step " + step.number() + ", " + step + ", is reached",
          Duration.ofMinutes(1),
          () -> {
            clean(node);
            pass();
            // A reader begins at the head: something must come after it has registered.
            direct.writing(h -> line(h, Desk.MONDAY));
            return mortal.dead;
          });
    }
    clock.tick(LEASES);
    try (Causerie other = node(Steps.UNWATCHED)) {
      Eventually.until(
          "all is done that can be after step " + step,
          Duration.ofMinutes(1),
          () -> {
            clean(other);
            pass();
            return isDone();
          });
    }

    assertThat(strings("select subject from done_job order by subject"))
        .as("work on our own database is done once")
        .containsExactly("a", "b", "fails");
    assertThat(count("select count(*) from delivery where channel = 'count'")).isZero();
    assertThat(count("select count(distinct position) from journal where at >= :monday"))
        .as("each line has its number")
        .isEqualTo(count("select count(*) from journal where at >= :monday"))
        .isGreaterThan(5);
    assertThat(count("select count(*) from journal where at < :monday")).as("trimmed").isZero();
    assertThat(
            count(
                "select count(*) from journal j where not exists (select 1 from seen_line s"
                    + " where s.position = j.position) and not exists (select 1 from seen_id s where s.id ="
                    + " j.id)"))
        .as("read, or there when it began")
        .isZero();
    assertThat(
            strings(
                "select distinct state from delivery where channel in ('hook', 'slow', 'back:desk')"))
        .containsExactly("done");
    assertThat(hook.different()).hasSize(7);
    assertThat(slow.different()).hasSize(20);
    assertThat(strings("select external_id from item_copy"))
        .as("what is there is known to be there")
        .containsExactly("there");
    assertThat(count("select count(*) from delivery where channel = 'mail'"))
        .as("what was done long ago is forgotten, and nothing else")
        .isEqualTo(7);
    // None at all, where the node died with one of each subject in its hand.
    assertThat(mail.most()).as("mail is never sent twice").isLessThanOrEqualTo(1);
    Set<Long> done = Set.copyOf(longs("select id from delivery where state = 'done'"));
    Set<Long> doubt = Set.copyOf(longs("select id from delivery where state = 'doubt'"));
    assertThat(longs("select id from delivery where channel = 'mail' and state = 'done'"))
        .as("what is done has arrived")
        .allMatch(mail.different()::contains);
    assertThat(mail.different()).allMatch(id -> done.contains(id) || doubt.contains(id));
    assertThat(strings("select subject from delivery where state = 'doubt'"))
        .as("what the node that was gone before had in hand")
        .contains("left");
    assertThat(count("select count(*) from notice_candidate")).as("what is decided").isZero();
    assertThat(strings("select idempotency_key from idempotency")).containsExactly("new");
    assertThat(longs("select record_id from decision")).containsExactly(2L);
    assertThat(strings("select person from origin_person")).containsExactly("here");
    assertThat(strings("select id from person where active"))
        .as("claims are not over without what they gave")
        .containsExactly("here");
    assertThat(strings("select person from group_member")).containsExactly("here");
  }

  /** Writes down what the workers write without a step before its commit, and one after it. */
  private static final class Watch implements Steps {
    private final Map<Thread, Boolean> stepped = new ConcurrentHashMap<>();
    private final Map<Thread, List<String>> written = new ConcurrentHashMap<>();
    private final Map<Thread, List<String>> committed = new ConcurrentHashMap<>();
    private final Set<String> unnumbered = ConcurrentHashMap.newKeySet();

    @Override
    public void reached(Step step) {
      stepped.put(Thread.currentThread(), true);
    }

    void before(String sql) {
      Thread own = Thread.currentThread();
      if (sql.equals("begin")) {
        passed(own, committed.remove(own));
      } else if (sql.equals("commit")) {
        List<String> before = written.remove(own);
        passed(own, before);
        if (before != null) {
          committed.put(own, before);
        }
      } else if (sql.matches("(insert|update|delete|merge) .*") && !sql.contains(" node_lease ")) {
        // Ids that a node has drawn are nobody else's, whether it lives or not.
        written.computeIfAbsent(own, t -> new ArrayList<>()).add(sql);
      }
    }

    private void passed(Thread own, @Nullable List<String> side) {
      if (!stepped.getOrDefault(own, false) && side != null) {
        unnumbered.add(own.getName() + ": " + side);
      }
      stepped.put(own, false);
    }
  }

  @Test
  void whatAWorkerCommitsHasItsNumbers() {
    waiting();
    StatementLog log = StatementLog.over(database);
    Watch watch = new Watch();

    try (Causerie node = node(log.source(), log.reads(), watch)) {
      log.before(watch::before);
      Eventually.until(
          "all is done",
          Duration.ofMinutes(1),
          () -> {
            node.clean();
            pass();
            return isDone();
          });
    }

    assertThat(watch.unnumbered).isEmpty();
  }

  private boolean isDone() {
    // What stands behind one in doubt waits for an operator.
    return count(
                """
                select count(*) from delivery d where state in ('due', 'claimed', 'dead')
                  and not exists (select 1 from delivery e
                    where e.line = d.line and e.state = 'doubt')
                """)
            == 0
        && count("select count(*) from delivery where channel = 'mail' and state = 'doubt'") > 0
        && count("select count(*) from journal where position is null") == 0
        && count("select count(*) from journal where at < :monday") == 0
        && count("select count(*) from delivery where subject = 'old'") == 0
        && count("select count(*) from idempotency where idempotency_key = 'old'") == 0
        && count("select count(*) from decision where record_id = 1") == 0
        && count("select count(*) from origin_person where subject = 'gone'") == 0
        && count(
                """
                select count(*) from journal_reader r, journal_head j
                where not r.rebuilding and r.position = j.position
                """)
            == READERS
        && count("select count(*) from notice_queue") == 0
        && count("select count(*) from notice") == 0;
  }

  /** The job that failed waits a second; channels are quick by the same clock. */
  private void pass() {
    clock.tick(Duration.ofMillis(2));
  }

  private static void clean(Causerie node) {
    try {
      node.clean();
    } catch (Death e) {
      // Then it is dead.
    }
  }

  private long count(String sql) {
    return longs(sql).get(0);
  }

  private List<Long> longs(String sql) {
    return direct.read(
        h -> h.createQuery(sql).bind("monday", Desk.MONDAY).mapTo(Long.class).list());
  }

  private List<String> strings(String sql) {
    return new ArrayList<>(direct.read(h -> h.createQuery(sql).mapTo(String.class).list()));
  }
}
