package io.causerie.engine.delivery;

import io.causerie.model.PlainText;
import io.causerie.model.phrase.Phrase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** The rows of deliveries. */
final class DeliveryStore {
  private static final int MAX_FAILURE = 2000;
  private static final int DELETED_AT_ONCE = 5000;

  private DeliveryStore() {}

  /** A row to add. */
  record Added(
      long id,
      String channel,
      String target,
      String subject,
      @Nullable Long line,
      @Nullable String dedupe) {}

  static int add(Handle h, List<Added> rows, Instant now) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into delivery (id, channel, target, subject, line, dedupe, state, attempts, faults,
              added, since, due)
            values (:id, :channel, :target, :subject, :line, :dedupe, 'due', 0, 0, :now, :now, :now)
            on conflict do nothing
            """);
    for (Added row : rows) {
      batch
          .bind("id", row.id())
          .bind("channel", row.channel())
          .bind("target", row.target())
          .bind("subject", row.subject())
          .bind("line", row.line())
          .bind("dedupe", row.dedupe())
          .bind("now", now)
          .add();
    }
    int added = 0;
    for (int count : batch.execute()) {
      added += Math.max(0, count);
    }
    return added;
  }

  /** Lets one be due at a time, and not have been tried before it. */
  static void putOff(Handle h, long id, Instant due) {
    h.createUpdate("update delivery set due = :due, since = :due where id = :id")
        .bind("due", due)
        .bind("id", id)
        .execute();
  }

  /**
   * Lets those of a channel about some subjects be due now that would be later. One that somebody
   * has in hand is left to her, and not waited for.
   */
  static void hurry(Handle h, String channel, Collection<String> subjects, Instant now) {
    List<Long> later =
        h.createQuery(
                """
                select id from delivery
                where state = 'due' and channel = :channel and due > :now
                  and subject = any(:subjects)
                order by id for update skip locked
                """)
            .bind("now", now)
            .bind("channel", channel)
            .bindArray("subjects", String.class, subjects.toArray())
            .mapTo(Long.class)
            .list();
    h.createUpdate("update delivery set due = :now where id = any(:ids)")
        .bind("now", now)
        .bindArray("ids", Long.class, later.toArray())
        .execute();
  }

  /**
   * A delivery in hand.
   *
   * @param since since when it has been tried
   * @param faults how often it failed as nobody foresaw
   */
  record Claimed(Delivery delivery, Instant since, int faults) {}

  /**
   * Takes what is due and nobody else has, the first of each line, and marks it.
   *
   * @param by whoever holds it now
   * @param until when others may think her dead
   */
  static List<Claimed> claim(
      Handle h, String channel, int most, Instant now, String by, Instant until) {
    List<Claimed> claimed =
        h.createQuery(
                """
                select d.id, d.target, d.subject, d.attempts, d.added, d.since, d.faults from delivery d
                where d.state = 'due' and d.channel = :channel and d.due <= :now
                  and not exists (select 1 from delivery e where e.line = d.line and e.id < d.id)
                order by d.due, d.id limit :most for update skip locked
                """)
            .bind("channel", channel)
            .bind("now", now)
            .bind("most", most)
            .map(
                (r, c) ->
                    new Claimed(
                        new Delivery(
                            r.getLong("id"),
                            channel,
                            r.getString("target"),
                            r.getString("subject"),
                            r.getInt("attempts") + 1,
                            time(r, "added")),
                        time(r, "since"),
                        r.getInt("faults")))
            .list();
    if (!claimed.isEmpty()) {
      h.createUpdate(
              """
              update delivery set state = 'claimed', attempts = attempts + 1, claimed_by = :by,
                claimed_until = :until
              where id = any(:ids)
              """)
          .bind("by", by)
          .bind("until", until)
          .bindArray("ids", Long.class, claimed.stream().map(c -> c.delivery().id()).toArray())
          .execute();
    }
    return claimed;
  }

  /** Ends some that are in hand; returns how many of them were still. */
  static int done(Handle h, Collection<Long> ids, String by, Outcome outcome) {
    return h.createUpdate(
            """
            update delivery set state = 'done', line = null, outcome = :outcome, claimed_by = null,
              claimed_until = null, failure = null, failure_said = null
            where id = any(:ids) and state = 'claimed' and claimed_by = :by
            """)
        .bind("outcome", outcome.code())
        .bind("by", by)
        .bindArray("ids", Long.class, ids.toArray())
        .execute();
  }

  /** Lets go of some that were not begun, as if they had never been taken. */
  static int giveBack(Handle h, Collection<Long> ids, String by) {
    return h.createUpdate(
            """
            update delivery set state = 'due', attempts = attempts - 1, claimed_by = null,
              claimed_until = null
            where id = any(:ids) and state = 'claimed' and claimed_by = :by
            """)
        .bind("by", by)
        .bindArray("ids", Long.class, ids.toArray())
        .execute();
  }

  /**
   * How an attempt that came to nothing leaves a delivery.
   *
   * @param fault whether nobody foresaw it
   */
  record Failed(long id, DeliveryState state, Instant due, boolean fault, Phrase failure) {}

  /** Writes down attempts that came to nothing; returns how many were still in hand. */
  static int failed(Handle h, List<Failed> failed, String by) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update delivery set state = :state, due = :due, faults = faults + :fault,
              line = case when :state = 'dead' then null else line end,
              claimed_by = null, claimed_until = null, failure = :failure, failure_said = :said
            where id = :id and state = 'claimed' and claimed_by = :by
            """);
    for (Failed f : failed) {
      bindFailure(batch, f.failure())
          .bind("state", f.state().code())
          .bind("due", f.due())
          .bind("fault", f.fault() ? 1 : 0)
          .bind("id", f.id())
          .bind("by", by)
          .add();
    }
    int settled = 0;
    for (int count : batch.execute()) {
      settled += Math.max(0, count);
    }
    return settled;
  }

  private static PreparedBatch bindFailure(PreparedBatch batch, Phrase failure) {
    return batch
        .bind("failure", storable(failure.text()))
        .bind("said", failure.coded().filter(said -> said.indexOf('\u0000') < 0).orElse(null));
  }

  /** One text that the database refuses would keep a whole group from being settled, for ever. */
  private static String storable(String text) {
    return PlainText.cut(text.replace('\u0000', '\ufffd'), MAX_FAILURE);
  }

  /** What those are about that {@link #expire} frees. */
  static List<String> expiring(Handle h, String channel, Instant now) {
    return h.createQuery(
            """
            select subject from delivery
            where state = 'claimed' and channel = :channel and claimed_until < :now
            order by id for update
            """)
        .bind("channel", channel)
        .bind("now", now)
        .mapTo(String.class)
        .list();
  }

  /** Frees what a node that is gone had in hand; it was begun, or was not: nobody knows. */
  static int expire(
      Handle h, String channel, boolean idempotent, int mostFaults, Instant now, Phrase failure) {
    String again = idempotent ? "faults + 1 < :most" : "true";
    return h.createUpdate(
            """
            update delivery set state = case when %1$s then '%2$s' else 'dead' end,
              line = case when %1$s then line end, due = :now, faults = faults + 1,
              claimed_by = null, claimed_until = null, failure = :failure, failure_said = :said
            where state = 'claimed' and channel = :channel and claimed_until < :now
            """
                .formatted(again, (idempotent ? DeliveryState.DUE : DeliveryState.IN_DOUBT).code()))
        .bind("most", mostFaults)
        .bind("now", now)
        .bind("channel", channel)
        .bind("failure", failure.text())
        .bind("said", failure.coded().orElse(null))
        .execute();
  }

  /**
   * What a channel has to do.
   *
   * @param due the earliest moment, if something waits
   * @param claimedUntil the earliest end of a claim, if something is in hand
   */
  record Look(String channel, @Nullable Instant due, @Nullable Instant claimedUntil) {}

  static List<Look> look(Handle h, Collection<String> channels) {
    return h.createQuery(
            """
            select channel, state, min(due) as due, min(claimed_until) as until from delivery
            where state in ('due', 'claimed') and channel = any(:channels) group by channel, state
            """)
        .bindArray("channels", String.class, channels.toArray())
        .map(
            (r, c) ->
                r.getString("state").equals(DeliveryState.DUE.code())
                    ? new Look(r.getString("channel"), time(r, "due"), null)
                    : new Look(r.getString("channel"), null, time(r, "until")))
        .list();
  }

  /** A job that is due, locked until the transaction ends. */
  record Job(long id, String kind, String subject, int faults) {}

  static @Nullable Job job(Handle h, String kind, Instant now) {
    return h.createQuery(
            """
            select id, subject, faults from delivery
            where state = 'due' and channel = :kind and due <= :now
            order by due, id limit 1 for update skip locked
            """)
        .bind("kind", kind)
        .bind("now", now)
        .map((r, c) -> new Job(r.getLong("id"), kind, r.getString("subject"), r.getInt("faults")))
        .findOne()
        .orElse(null);
  }

  static void delete(Handle h, long id) {
    h.createUpdate("delete from delivery where id = :id").bind("id", id).execute();
  }

  static void postpone(Handle h, long id, DeliveryState state, Instant due, Phrase failure) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update delivery set state = :state, due = :due, attempts = attempts + 1,
              faults = faults + 1, failure = :failure, failure_said = :said
            where id = :id and state = 'due'
            """);
    bindFailure(batch, failure)
        .bind("state", state.code())
        .bind("due", due)
        .bind("id", id)
        .add()
        .execute();
  }

  static List<DeliveryView> list(
      Handle h, @Nullable DeliveryState state, @Nullable String channel, long before, int limit) {
    // What is done is listed when it is asked for: it is most of them.
    return h.createQuery(
            """
            select * from delivery where id < :before and state %s %s order by id desc limit :limit
            """
                .formatted(
                    state == null ? "in ('due', 'claimed', 'doubt', 'dead')" : "= :state",
                    channel == null ? "" : "and channel = :channel"))
        .bind("before", before)
        .bind("state", state == null ? null : state.code())
        .bind("channel", channel)
        .bind("limit", limit)
        .map((r, c) -> view(r))
        .list();
  }

  static List<DeliveryView> find(Handle h, long id) {
    return h.createQuery("select * from delivery where id = :id")
        .bind("id", id)
        .map((r, c) -> view(r))
        .list();
  }

  private static DeliveryView view(ResultSet r) throws SQLException {
    String failure = r.getString("failure");
    return new DeliveryView(
        r.getLong("id"),
        r.getString("channel"),
        r.getString("target"),
        r.getString("subject"),
        DeliveryState.of(r.getString("state")),
        r.getString("outcome"),
        r.getInt("attempts"),
        time(r, "added"),
        time(r, "due"),
        failure == null ? null : Phrase.stored(failure, r.getString("failure_said")));
  }

  /** The channels of those among some that wait for an operator, locked. */
  static List<DeliveryView> held(Handle h, Deliveries.Choice choice) {
    return h.createQuery(
            "select * from delivery where state in ('doubt', 'dead') and "
                + (choice.ids() == null
                    ? "state = :state and channel = :channel"
                    : "id = any(:ids)")
                + " order by id for update")
        .bind("state", choice.state() == null ? null : choice.state().code())
        .bind("channel", choice.channel())
        .bindArray("ids", Long.class, choice.ids() == null ? new Object[0] : choice.ids().toArray())
        .map((r, c) -> view(r))
        .list();
  }

  /**
   * Has some tried again.
   *
   * @param lines in which they stand again
   */
  static void retry(Handle h, Map<Long, Long> lines, Instant now) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            update delivery set state = 'due', line = :line, due = :now, since = :now, faults = 0
            where id = :id
            """);
    lines.forEach((id, line) -> batch.bind("id", id).bind("line", line).bind("now", now).add());
    batch.execute();
  }

  static void discard(Handle h, Collection<Long> ids) {
    h.createUpdate(
            "update delivery set state = 'done', line = null, outcome = :outcome where id = any(:ids)")
        .bind("outcome", Outcome.DISCARDED.code())
        .bindArray("ids", Long.class, ids.toArray())
        .execute();
  }

  /** How many there are of one state, of one channel. */
  record Count(String channel, DeliveryState state, long count, Instant oldest) {}

  static List<Count> counts(Handle h) {
    return h.createQuery(
            """
            select channel, state, count(*) as n, min(due) as oldest from delivery
            where state in ('due', 'claimed', 'doubt', 'dead') group by channel, state
            """)
        .map(
            (r, c) ->
                new Count(
                    r.getString("channel"),
                    DeliveryState.of(r.getString("state")),
                    r.getLong("n"),
                    time(r, "oldest")))
        .list();
  }

  /** Removes what was done before a moment; returns whether there may be more of it. */
  static boolean purge(Handle h, Instant before) {
    List<Long> ids =
        h.createQuery(
                """
                select id from delivery where state = 'done' and due < :before limit :most
                """)
            .bind("before", before)
            .bind("most", DELETED_AT_ONCE)
            .mapTo(Long.class)
            .list();
    if (!ids.isEmpty()) {
      h.createUpdate("delete from delivery where id = any(:ids)")
          .bindArray("ids", Long.class, ids.toArray())
          .execute();
    }
    return ids.size() == DELETED_AT_ONCE;
  }

  private static Instant time(ResultSet r, String column) throws SQLException {
    return r.getObject(column, OffsetDateTime.class).toInstant();
  }
}
