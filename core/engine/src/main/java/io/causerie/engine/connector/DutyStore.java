package io.causerie.engine.connector;

import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The rows of what connectors have to do; what a node writes is refused once it has lost them. */
public final class DutyStore {
  private final Database database;
  private final Clock clock;

  DutyStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Makes the rows of the duties of a connector that it has not. What brought its events when it
   * was another kind of connector under this name ends: a cursor is its kind's own text.
   */
  public void register(String connector, Set<DutyKind> kinds) {
    database.writing(
        h -> {
          if (kinds.contains(DutyKind.SUBSCRIBE)) {
            end(h, connector, DutyKind.POLL);
          } else if (kinds.contains(DutyKind.POLL)) {
            end(h, connector, DutyKind.SUBSCRIBE);
          }
          for (DutyKind kind : kinds) {
            h.createUpdate(
                    """
                    insert into duty (connector, kind, epoch, rows_read, failures)
                    select name, :kind, epoch, 0, 0 from connector_state where name = :name
                    on conflict do nothing
                    """)
                .bind("kind", kind.word())
                .bind("name", connector)
                .execute();
          }
        });
  }

  private static void end(Handle h, String connector, DutyKind kind) {
    h.createUpdate("delete from duty where connector = :name and kind = :kind")
        .bind("name", connector)
        .bind("kind", kind.word())
        .execute();
  }

  /** Notes where a connector begins to read, and that all before is silent. */
  public void begin(Lease lease, DutyKind kind, String cursor, Instant began) {
    fenced(
        lease,
        kind,
        "cursor = :cursor, began = coalesce(began, :began)",
        update -> update.bind("cursor", cursor).bind("began", began));
  }

  /** Notes that a page is durable: the source is read up to the cursor. */
  public void advance(Lease lease, DutyKind kind, String cursor, @Nullable Instant readUpTo) {
    fenced(
        lease,
        kind,
        "cursor = :cursor, moved = :now, read_up_to = coalesce(:upTo, read_up_to)",
        update ->
            update.bind("cursor", cursor).bind("now", clock.instant()).bind("upTo", readUpTo));
  }

  /**
   * Notes that a subscription stands.
   *
   * @param since when its source let it in
   * @param heard when something was heard of it last
   * @param readUpTo up to when the source has delivered; absent: it has no clock
   * @param behind how many events there are still to come; absent: unknown
   */
  public void stands(
      Lease lease,
      Instant since,
      Instant heard,
      @Nullable Instant readUpTo,
      @Nullable Long behind) {
    fenced(
        lease,
        DutyKind.SUBSCRIBE,
        """
        last_run = :since, last_success = :heard, next_run = null, failures = 0, asked = null,
        behind = :behind, read_up_to = coalesce(:upTo, read_up_to),
        """
            + FAILURE,
        update ->
            ConnectorStore.bind(update, null)
                .bind("since", since)
                .bind("heard", heard)
                .bind("behind", behind)
                .bind("upTo", readUpTo));
  }

  /**
   * A poll that went well, as the one before it.
   *
   * @param at when it ran
   * @param next when the next one comes
   * @param readUpTo up to when the source has been read; absent: it has no clock
   */
  public record Idle(Lease lease, Instant at, Instant next, @Nullable Instant readUpTo) {}

  /**
   * Notes polls that found nothing, all by one statement. Nothing depends on it: a connector whose
   * lease was lost meanwhile is passed over, and so is one that has failed since.
   */
  public void idle(Collection<Idle> polls) {
    database.writing(
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  """
                  update duty set last_run = :at, last_success = :at, next_run = :next,
                    read_up_to = coalesce(:upTo, read_up_to)
                  where connector = :name and kind = 'poll' and epoch = :epoch and failures = 0
                  """);
          for (Idle poll : polls) {
            batch
                .bind("at", poll.at())
                .bind("next", poll.next())
                .bind("upTo", poll.readUpTo())
                .bind("name", poll.lease().connector())
                .bind("epoch", poll.lease().epoch())
                .add();
          }
          batch.execute();
        });
  }

  /**
   * Notes a poll that went well.
   *
   * @param readUpTo up to when the source has been read; absent: it has no clock
   * @param behind how many rows there are still to read; absent: unknown
   */
  public void polled(
      Lease lease, @Nullable Instant next, @Nullable Instant readUpTo, @Nullable Long behind) {
    fenced(
        lease,
        DutyKind.POLL,
        WELL + ", asked = null, behind = :behind, read_up_to = coalesce(:upTo, read_up_to)",
        update ->
            ConnectorStore.bind(update, null)
                .bind("now", clock.instant())
                .bind("next", next)
                .bind("upTo", readUpTo)
                .bind("behind", behind));
  }

  private static final String FAILURE =
      """
      fault = :fault, error = :error, error_said = :errorSaid, remedy = :remedy,
      remedy_said = :remedySaid, failed_at = :at""";

  private static final String WELL =
      """
      last_run = :now, last_success = :now, next_run = :next, failures = 0,
      """
          + FAILURE;

  /** Notes a run that went well, and when the next one comes; absent: when somebody asks. */
  public void succeeded(Lease lease, DutyKind kind, @Nullable Instant next) {
    fenced(
        lease,
        kind,
        WELL + usedUp(kind),
        update ->
            ConnectorStore.bind(update, null).bind("now", clock.instant()).bind("next", next));
  }

  /**
   * Notes a failure, and when it is tried again.
   *
   * @param again whether it is tried again for it; else it is told, and its time comes as planned
   */
  public void failed(
      Lease lease, DutyKind kind, Failure failure, @Nullable Instant next, boolean again) {
    fenced(
        lease,
        kind,
        """
        last_run = :at, next_run = :next, failures = case when :again then failures + 1 else 0 end,
        """
            + FAILURE
            + usedUp(kind),
        update -> ConnectorStore.bind(update, failure).bind("next", next).bind("again", again));
  }

  /** A run of many steps uses up what was asked for with the first of them. */
  private static String usedUp(DutyKind kind) {
    return kind == DutyKind.CENSUS ? "" : ", asked = null";
  }

  /** Notes when it runs next. */
  public void plan(Lease lease, DutyKind kind, @Nullable Instant next) {
    fenced(lease, kind, "next_run = :next", update -> update.bind("next", next));
  }

  /** Begins a backfill, or begins it anew; in the transaction of the request. */
  static void fill(
      Handle h, Lease lease, String from, String until, @Nullable Long total, Instant now) {
    fenced(
        h,
        lease,
        DutyKind.BACKFILL,
        """
        cursor = :from, cursor_end = :until, rows_read = 0, rows_total = :total, began = :now,
        ended = null, failures = 0, next_run = :now, asked = null,
        """
            + FAILURE,
        update ->
            ConnectorStore.bind(update, null)
                .bind("from", from)
                .bind("until", until)
                .bind("total", total)
                .bind("now", now));
  }

  /** Notes that a page of a backfill is durable, and when the next one is read. */
  public void filled(Lease lease, String cursor, int rows, @Nullable Instant next) {
    fenced(
        lease,
        DutyKind.BACKFILL,
        """
        cursor = :cursor, rows_read = rows_read + :rows, ended = :ended, asked = null,
        """
            + WELL,
        update ->
            ConnectorStore.bind(update, null)
                .bind("now", clock.instant())
                .bind("cursor", cursor)
                .bind("rows", rows)
                .bind("next", next)
                .bind("ended", next == null ? clock.instant() : null));
  }

  /** What is bound beside the row that is written. */
  @FunctionalInterface
  private interface Bound {
    Update of(Update update);
  }

  private void fenced(Lease lease, DutyKind kind, String set, Bound bound) {
    database.writing(h -> fenced(h, lease, kind, set, bound));
  }

  private static void fenced(Handle h, Lease lease, DutyKind kind, String set, Bound bound) {
    ConnectorStore.fenced(
        lease,
        bound
            .of(
                h.createUpdate(
                    "update duty set "
                        + set
                        + " where connector = :name and kind = :kind and epoch = :epoch"))
            .bind("kind", kind.word()));
  }

  /** Refuses what follows in a transaction unless the lease holds; locks the duty's row. */
  static void hold(Handle h, Lease lease, DutyKind kind) {
    fenced(h, lease, kind, "epoch = epoch", update -> update);
  }

  /** In the transaction of a run of a reconciliation that has begun. */
  static void began(Handle h, Lease lease) {
    fenced(
        h,
        lease,
        DutyKind.CENSUS,
        "asked = null, " + FAILURE,
        update -> ConnectorStore.bind(update, null));
  }

  /** Asks whoever runs the connector to see to a duty of it now. */
  public void ask(String connector, DutyKind kind) {
    database.writing(h -> ask(h, connector, kind, clock.instant()));
  }

  static void ask(Handle h, String connector, DutyKind kind, Instant now) {
    operate(h, connector, kind, "asked = :now, next_run = :now", now);
  }

  public void pause(String connector, DutyKind kind, String by, @Nullable String reason) {
    database.writing(
        h ->
            ConnectorStore.requireFound(
                connector,
                h.createUpdate(
                        """
                        update duty set paused = :now, paused_by = :by, pause_reason = :reason
                        where connector = :name and kind = :kind
                        """)
                    .bind("now", clock.instant())
                    .bind("by", by)
                    .bind("reason", reason)
                    .bind("name", connector)
                    .bind("kind", kind.word())
                    .execute()));
  }

  /** Ends its rest; what was due meanwhile is done now. */
  public void resume(String connector, DutyKind kind) {
    database.writing(
        h ->
            operate(
                h,
                connector,
                kind,
                "paused = null, paused_by = null, pause_reason = null,"
                    + " next_run = case when next_run < :now then :now else next_run end",
                clock.instant()));
  }

  private static void operate(Handle h, String connector, DutyKind kind, String set, Instant now) {
    ConnectorStore.requireFound(
        connector,
        h.createUpdate("update duty set " + set + " where connector = :name and kind = :kind")
            .bind("now", now)
            .bind("name", connector)
            .bind("kind", kind.word())
            .execute());
  }

  /** Forgets that it failed, in the transaction of an operator's word. */
  static void forgive(Handle h, String connector, DutyKind kind) {
    ConnectorStore.bind(
            h.createUpdate(
                "update duty set failures = 0, "
                    + FAILURE
                    + " where connector = :name and kind = :kind"),
            null)
        .bind("name", connector)
        .bind("kind", kind.word())
        .execute();
  }

  static Duty duty(ResultSet r) throws SQLException {
    DutyKind kind = DutyKind.of(ConnectorStore.text(r, "kind")).orElseThrow();
    Instant next = ConnectorStore.time(r, "next_run");
    Long behind = r.getObject("behind", Long.class);
    if (kind == DutyKind.READ_BACK) {
      // What waits is counted, and tells when it is due.
      behind = r.getLong("waiting");
      next = due(r, next);
    }
    return new Duty(
        kind,
        ConnectorStore.pause(r, "d_"),
        ConnectorStore.time(r, "asked"),
        new Duty.Progress(
            r.getString("cursor"),
            r.getString("cursor_end"),
            ConnectorStore.time(r, "began"),
            ConnectorStore.time(r, "ended"),
            r.getLong("rows_read"),
            r.getObject("rows_total", Long.class),
            ConnectorStore.time(r, "read_up_to"),
            ConnectorStore.time(r, "moved"),
            behind),
        new Duty.Runs(
            ConnectorStore.time(r, "last_run"),
            ConnectorStore.time(r, "last_success"),
            next,
            r.getInt("failures"),
            ConnectorStore.failure(r)));
  }

  private static @Nullable Instant due(ResultSet r, @Nullable Instant rests) throws SQLException {
    long waiting = r.getLong("waiting");
    if (waiting == 0) {
      return null;
    }
    Instant first = waiting > r.getLong("later") ? Instant.EPOCH : ConnectorStore.time(r, "due");
    return rests == null || (first != null && first.isAfter(rests)) ? first : rests;
  }
}
