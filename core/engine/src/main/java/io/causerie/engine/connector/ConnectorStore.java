package io.causerie.engine.connector;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.connector.ConnectorState.History;
import io.causerie.engine.connector.ConnectorState.Pause;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.model.PlainText;
import io.causerie.model.phrase.Phrase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The rows of connectors. A node runs a connector under a {@link Lease}; whatever it writes is
 * refused once another node has the lease. Clocks of nodes may differ by a second or two: the lease
 * is the longer one, and the epoch decides in the end.
 */
public final class ConnectorStore {
  /** What is known of connectors holds of persons who let them rest, and of rows' records. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .person("connector_state.paused_by")
          .stays("a connector's", "connector_state.name")
          .stays(
              "what is told of a key that was merged away is no row of the other record",
              "source_row.record_id");

  /** Longer than any lease: one that ends later was written before the clock was put back. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;
  private final ReconciliationStore reconciliations;
  private final BulkLoadStore bulkLoads;

  public ConnectorStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.reconciliations = new ReconciliationStore(database, clock);
    this.bulkLoads = new BulkLoadStore(database, clock);
  }

  /** The reconciliations of the connectors with their sources. */
  public ReconciliationStore reconciliations() {
    return reconciliations;
  }

  /** The bulk loads that operators announce. */
  public BulkLoadStore bulkLoads() {
    return bulkLoads;
  }

  /** Makes the rows of connectors that have none. */
  public void register(Collection<String> names) {
    database.writing(
        h -> {
          for (String name : names) {
            h.createUpdate(
                    """
                    insert into connector_state (name, epoch, run_asked, failures)
                    values (:name, 0, false, 0) on conflict do nothing
                    """)
                .bind("name", name)
                .execute();
          }
        });
  }

  public List<ConnectorState> all() {
    return database.read(
        h ->
            h.createQuery("select * from connector_state order by name")
                .map((r, c) -> state(r))
                .list());
  }

  public Optional<ConnectorState> find(String connector) {
    return database.read(h -> find(h, connector));
  }

  private Optional<ConnectorState> find(Handle h, String connector) {
    return h.createQuery("select * from connector_state where name = :name")
        .bind("name", connector)
        .map((r, c) -> state(r))
        .findOne();
  }

  /** Takes a connector that nobody runs. */
  public Optional<Lease> claim(String connector, String node, Duration held) {
    return database.write(
        h -> {
          Instant now = clock.instant();
          int taken =
              h.createUpdate(
                      """
                      update connector_state
                      set epoch = epoch + 1, holder = :node, held_until = :until
                      where name = :name
                        and (held_until is null or held_until < :now or held_until > :longest)
                      """)
                  .bind("node", node)
                  .bind("until", now.plus(held))
                  .bind("name", connector)
                  .bind("now", now)
                  .bind("longest", now.plus(LONGEST))
                  .execute();
          return taken == 0
              ? Optional.empty()
              : find(h, connector).map(s -> new Lease(connector, s.epoch()));
        });
  }

  /** Keeps what a node has; returns what it still has. */
  public Set<Lease> renew(String node, Duration held) {
    return database.write(
        h -> {
          h.createUpdate(
                  """
                  update connector_state set held_until = :until
                  where holder = :node and held_until is not null
                  """)
              .bind("until", clock.instant().plus(held))
              .bind("node", node)
              .execute();
          return h.createQuery("select name, epoch from connector_state where holder = :node")
              .bind("node", node)
              .map((r, c) -> new Lease(r.getString(1), r.getLong(2)))
              .set();
        });
  }

  /** Gives all of a node's connectors back. */
  public void release(String node) {
    database.writing(
        h ->
            h.createUpdate(
                    "update connector_state set holder = null, held_until = null where holder ="
                        + " :node")
                .bind("node", node)
                .execute());
  }

  /** Notes where a connector begins to read, and that all before is silent. */
  public void begin(Lease lease, String cursor, Instant began) {
    database.writing(
        h ->
            fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set cursor = :cursor, began = coalesce(began, :began)
                        where name = :name and epoch = :epoch
                        """)
                    .bind("cursor", cursor)
                    .bind("began", began)));
  }

  /** Notes that a page is durable: the source is read up to the cursor. */
  public void advance(Lease lease, String cursor, @Nullable Instant readUpTo) {
    database.writing(
        h ->
            fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set cursor = :cursor,
                          read_up_to = coalesce(:upTo, read_up_to)
                        where name = :name and epoch = :epoch
                        """)
                    .bind("cursor", cursor)
                    .bind("upTo", readUpTo)));
  }

  /**
   * Notes a success, and when the connector runs again.
   *
   * @param readUpTo up to when the source has been read; absent: it has no clock
   * @param behind how many rows there are still to read; absent: unknown
   */
  public void succeeded(
      Lease lease, Instant next, @Nullable Instant readUpTo, @Nullable Long behind) {
    database.writing(
        h ->
            fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set last_run = :now, last_success = :now,
                          next_run = :next, failures = 0, fault = null, error = null, remedy = null,
                          error_said = null, remedy_said = null, failed_at = null, run_asked = false, behind = :behind,
                          read_up_to = coalesce(:upTo, read_up_to)
                        where name = :name and epoch = :epoch
                        """)
                    .bind("now", clock.instant())
                    .bind("next", next)
                    .bind("upTo", readUpTo)
                    .bind("behind", behind)));
  }

  /** Notes a failure, and when the connector tries again. */
  public void failed(Lease lease, Failure failure, Instant next) {
    database.writing(
        h ->
            fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set last_run = :at, next_run = :next,
                          failures = failures + 1, fault = :fault, error = :error,
                          error_said = :errorSaid, remedy = :remedy, remedy_said = :remedySaid,
                          failed_at = :at, run_asked = false
                        where name = :name and epoch = :epoch
                        """)
                    .bind("at", failure.at())
                    .bind("next", next)
                    .bind("fault", failure.fault())
                    .bind("error", PlainText.cut(failure.message().text(), 4000))
                    .bind("errorSaid", failure.message().coded().orElse(null))
                    .bind("remedy", PlainText.cut(failure.remedy().text(), 1000))
                    .bind("remedySaid", failure.remedy().coded().orElse(null))));
  }

  /** Notes what a check of the configuration against the source found; absent: nothing. */
  public void checked(Lease lease, @Nullable Phrase warning) {
    database.writing(
        h ->
            fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set warning = :warning, warning_said = :said
                        where name = :name and epoch = :epoch
                        """)
                    .bind("warning", warning == null ? null : PlainText.cut(warning.text(), 4000))
                    .bind("said", warning == null ? null : warning.coded().orElse(null))));
  }

  static void fenced(Lease lease, Update update) {
    int written = update.bind("name", lease.connector()).bind("epoch", lease.epoch()).execute();
    if (written == 0) {
      throw new LeaseLostException(lease);
    }
  }

  /** Asks whoever runs the connector to do so now. */
  public void ask(String connector) {
    operate(
        connector,
        "update connector_state set run_asked = true, next_run = :now where name = :name");
  }

  public void pause(String connector, String by, @Nullable String reason) {
    database.writing(
        h ->
            requireFound(
                connector,
                h.createUpdate(
                        """
                        update connector_state set paused = :now, paused_by = :by,
                          pause_reason = :reason where name = :name
                        """)
                    .bind("now", clock.instant())
                    .bind("by", by)
                    .bind("reason", reason)
                    .bind("name", connector)
                    .execute()));
  }

  public void resume(String connector) {
    operate(
        connector,
        """
        update connector_state set paused = null, paused_by = null, pause_reason = null,
          next_run = :now where name = :name
        """);
  }

  /**
   * Sets the cursor; whatever a node is doing with the old one is refused. Absent: the connector
   * begins as if it were new, but for what it has posted.
   */
  public void reset(String connector, @Nullable String cursor) {
    database.writing(
        h ->
            requireFound(
                connector,
                h.createUpdate(
                        """
                        update connector_state set cursor = :cursor, epoch = epoch + 1,
                          holder = null, held_until = null, next_run = null where name = :name
                        """)
                    .bind("cursor", cursor)
                    .bind("name", connector)
                    .execute()));
  }

  /** Begins a backfill, or begins it anew. */
  public void fill(String connector, String from, String until, @Nullable Long total) {
    database.writing(
        h ->
            requireFound(
                connector,
                h.createUpdate(
                        """
                        update connector_state set history_cursor = :from, history_until = :until,
                          history_rows = 0, history_total = :total, history_started = :now,
                          history_ended = null where name = :name
                        """)
                    .bind("from", from)
                    .bind("until", until)
                    .bind("total", total)
                    .bind("now", clock.instant())
                    .bind("name", connector)
                    .execute()));
  }

  /** Notes that a page of a backfill is durable. */
  public void filled(Lease lease, String cursor, int rows, boolean ended) {
    database.writing(
        h ->
            fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set history_cursor = :cursor,
                          history_rows = history_rows + :rows, history_ended = :ended
                        where name = :name and epoch = :epoch
                        """)
                    .bind("cursor", cursor)
                    .bind("rows", rows)
                    .bind("ended", ended ? clock.instant() : null)));
  }

  private void operate(String connector, String sql) {
    database.writing(
        h ->
            requireFound(
                connector,
                h.createUpdate(sql)
                    .bind("now", clock.instant())
                    .bind("name", connector)
                    .execute()));
  }

  static void requireFound(String connector, int written) {
    if (written == 0) {
      throw new NotFoundException("connector " + connector);
    }
  }

  private ConnectorState state(ResultSet r) throws SQLException {
    Instant held = time(r, "held_until");
    Instant now = clock.instant();
    boolean running = held != null && held.isAfter(now) && !held.isAfter(now.plus(LONGEST));
    Instant paused = time(r, "paused");
    Instant failed = time(r, "failed_at");
    Instant filling = time(r, "history_started");
    return new ConnectorState(
        r.getString("name"),
        r.getLong("epoch"),
        running ? r.getString("holder") : null,
        paused == null
            ? null
            : new Pause(paused, text(r, "paused_by"), r.getString("pause_reason")),
        r.getString("cursor"),
        time(r, "began"),
        time(r, "read_up_to"),
        r.getObject("behind", Long.class),
        time(r, "last_run"),
        time(r, "last_success"),
        time(r, "next_run"),
        r.getInt("failures"),
        failed == null
            ? null
            : new Failure(failed, text(r, "fault"), phrase(r, "error"), phrase(r, "remedy")),
        r.getString("warning") == null ? null : phrase(r, "warning"),
        filling == null
            ? null
            : new History(
                text(r, "history_cursor"),
                text(r, "history_until"),
                r.getLong("history_rows"),
                r.getObject("history_total", Long.class),
                filling,
                time(r, "history_ended")),
        ReconciliationStore.report(r),
        time(r, "census_asked"));
  }

  static String text(ResultSet r, String column) throws SQLException {
    return Objects.requireNonNullElse(r.getString(column), "");
  }

  static Phrase phrase(ResultSet r, String column) throws SQLException {
    return Phrase.stored(text(r, column), r.getString(column + "_said"));
  }

  static @Nullable Instant time(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
