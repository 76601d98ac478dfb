package io.causerie.engine.connector;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.connector.ConnectorState.Pause;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.model.PlainText;
import io.causerie.model.SourceLimit;
import io.causerie.model.phrase.Phrase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The rows of connectors. A node runs a connector, with all its duties, under one {@link Lease};
 * whatever it writes is refused once another node has the lease. Clocks of nodes may differ by a
 * second or two: the lease is the longer one, and the epoch decides in the end. Each duty's row has
 * the epoch, too: a write is checked against the row that it writes.
 */
public final class ConnectorStore {
  /** What is known of connectors holds of persons who let them rest, and of rows' records. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .person("connector_state.paused_by", "duty.paused_by")
          .stays("a connector's", "connector_state.name")
          .stays(
              "what is told of a key that was merged away is no row of the other record",
              "source_row.record_id");

  /** Longer than any lease: one that ends later was written before the clock was put back. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final String OVER =
      "update connector_state set epoch = epoch + 1, holder = null, held_until = null";

  /** Connectors with all that is known of them, a row a duty. */
  private static final String WHOLE =
      """
      select c.name, c.epoch as lease_epoch, c.holder, c.held_until, c.paused, c.paused_by,
        c.pause_reason, c.warning, c.warning_said, c.limits, d.kind, d.paused as d_paused,
        d.paused_by as d_paused_by, d.pause_reason as d_pause_reason, d.asked, d.cursor,
        d.cursor_end, d.began, d.ended, d.rows_read, d.rows_total, d.read_up_to, d.moved, d.behind,
        d.last_run, d.last_success, d.next_run, d.failures, d.fault, d.error, d.error_said,
        d.remedy, d.remedy_said, d.failed_at, r.started as r_started, r.ended as r_ended,
        r.done as r_done, r.stopped as r_stopped, r.source_rows, r.known, r.missing, r.changed,
        r.gone, r.unshown, r.repaired, w.waiting, w.later, w.due, q.requests, b.said as b_at,
        b.since as b_since, b.why as b_why, b.why_said as b_why_said, b.mended as b_mended
      from connector_state c left join duty d on d.connector = c.name
      left join reconciliation r on r.connector = c.name
      left join (select connector, count(*) as waiting, count(due) as later, min(due) as due
        from hint group by connector) w on w.connector = c.name and d.kind = 'readBack'
      left join (select connector, count(*) as requests from duty_request where served is null
        group by connector) q on q.connector = c.name
      left join stream_break b on b.connector = c.name
      """;

  private final Database database;
  private final Clock clock;
  private final DutyStore duties;
  private final ReconciliationStore reconciliations;
  private final BulkLoads bulkLoads;
  private final RequestStore requests;
  private final BreakStore breaks;
  private final LimitStore limits;

  public ConnectorStore(Database database, Ids ids, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.duties = new DutyStore(database, clock);
    this.reconciliations = new ReconciliationStore(database, clock);
    this.bulkLoads = new BulkLoads(database, clock);
    this.requests = new RequestStore(database, ids, clock);
    this.breaks = new BreakStore(database, clock);
    this.limits = new LimitStore(database);
  }

  /** What the connectors have to do. */
  public DutyStore duties() {
    return duties;
  }

  /** The reconciliations of the connectors with their sources. */
  public ReconciliationStore reconciliations() {
    return reconciliations;
  }

  /** What sources say that they have not delivered. */
  public BreakStore breaks() {
    return breaks;
  }

  /** Notes what a source says of how much of it may be used, and is used up. */
  public void allowed(Lease lease, List<SourceLimit> said) {
    limits.note(lease, said);
  }

  /** The bulk loads that operators announce. */
  public BulkLoads bulkLoads() {
    return bulkLoads;
  }

  /** What operators ask of the connectors' sources. */
  public RequestStore requests() {
    return requests;
  }

  /** Makes the rows of connectors that have none. */
  public void register(Collection<String> names) {
    database.writing(
        h -> {
          for (String name : names) {
            h.createUpdate(
                    """
                    insert into connector_state (name, epoch, since) values (:name, 0, :now)
                    on conflict do nothing
                    """)
                .bind("name", name)
                .bind("now", clock.instant())
                .execute();
          }
        });
  }

  public List<ConnectorState> all() {
    return database.read(
        h -> states(h.createQuery(WHOLE + " order by c.name, d.kind").map((r, c) -> row(r))));
  }

  public Optional<ConnectorState> find(String connector) {
    return database.read(h -> find(h, connector));
  }

  private Optional<ConnectorState> find(Handle h, String connector) {
    return states(
            h.createQuery(WHOLE + " where c.name = :name")
                .bind("name", connector)
                .map((r, c) -> row(r)))
        .stream()
        .findFirst();
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
          return taken == 0 ? Optional.empty() : Optional.of(fence(h, connector));
        });
  }

  /** Lets the duties' rows refuse what nodes write that had the connector before. */
  private static Lease fence(Handle h, String connector) {
    h.createUpdate(
            """
            update duty set epoch = (select epoch from connector_state where name = :name)
            where connector = :name
            """)
        .bind("name", connector)
        .execute();
    return new Lease(
        connector,
        h.createQuery("select epoch from connector_state where name = :name")
            .bind("name", connector)
            .mapTo(Long.class)
            .one());
  }

  /** Keeps what a node has. */
  public void renew(String node, Duration held) {
    database.writing(
        h ->
            h.createUpdate(
                    """
                    update connector_state set held_until = :until
                    where holder = :node and held_until is not null
                    """)
                .bind("until", clock.instant().plus(held))
                .bind("node", node)
                .execute());
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

  /** Gives some of them back. */
  public void release(String node, Collection<String> connectors) {
    database.writing(
        h -> {
          for (String connector : connectors) {
            h.createUpdate(
                    "update connector_state set holder = null, held_until = null where holder ="
                        + " :node and name = :name")
                .bind("node", node)
                .bind("name", connector)
                .execute();
          }
        });
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

  /** Ends its rest; it is read at once. */
  public void resume(String connector) {
    database.writing(
        h -> {
          requireFound(
              connector,
              h.createUpdate(
                      """
                      update connector_state set paused = null, paused_by = null,
                        pause_reason = null where name = :name
                      """)
                  .bind("name", connector)
                  .execute());
          h.createUpdate(
                  "update duty set next_run = :now where connector = :name and kind in ('poll', 'subscribe')")
              .bind("now", clock.instant())
              .bind("name", connector)
              .execute();
        });
  }

  /**
   * Sets the cursor; whatever a node is doing with the old one is refused. Absent: the connector
   * begins as if it were new, but for what it has posted.
   */
  public void reset(String connector, @Nullable String cursor) {
    database.writing(
        h -> {
          requireFound(
              connector,
              h.createUpdate(OVER + " where name = :name").bind("name", connector).execute());
          set(h, connector, cursor);
        });
  }

  /** The same, by whoever runs it. */
  static void reset(Handle h, Lease lease, String cursor) {
    fenced(lease, h.createUpdate(OVER + " where name = :name and epoch = :epoch"));
    set(h, lease.connector(), cursor);
  }

  private static void set(Handle h, String connector, @Nullable String cursor) {
    fence(h, connector);
    h.createUpdate(
            """
            update duty set cursor = :cursor, next_run = null
            where connector = :name and kind in ('poll', 'subscribe')
            """)
        .bind("cursor", cursor)
        .bind("name", connector)
        .execute();
  }

  static void requireFound(String connector, int written) {
    if (written == 0) {
      throw new NotFoundException("connector " + connector);
    }
  }

  /** A connector with one of its duties; with that of reconciling, what was found is told. */
  private record Row(ConnectorState state, @Nullable Duty duty) {}

  private static List<ConnectorState> states(ResultIterable<Row> rows) {
    Map<String, ConnectorState> found = new LinkedHashMap<>();
    for (Row row : rows) {
      ConnectorState state = found.getOrDefault(row.state().name(), row.state());
      if (row.state().census() != null) {
        state = state.with(row.state().census());
      }
      found.put(state.name(), row.duty() == null ? state : state.with(row.duty()));
    }
    return new ArrayList<>(found.values());
  }

  private Row row(ResultSet r) throws SQLException {
    Instant held = time(r, "held_until");
    Instant now = clock.instant();
    boolean running = held != null && held.isAfter(now) && !held.isAfter(now.plus(LONGEST));
    String kind = r.getString("kind");
    return new Row(
        new ConnectorState(
            r.getString("name"),
            r.getLong("lease_epoch"),
            running ? r.getString("holder") : null,
            pause(r, ""),
            r.getString("warning") == null ? null : phrase(r, "warning"),
            Map.of(),
            DutyKind.CENSUS.word().equals(kind) ? ReconciliationStore.report(r) : null,
            BreakStore.broken(r),
            LimitStore.read(r.getString("limits")),
            r.getInt("requests")),
        kind == null ? null : DutyStore.duty(r));
  }

  static @Nullable Pause pause(ResultSet r, String prefix) throws SQLException {
    Instant paused = time(r, prefix + "paused");
    return paused == null
        ? null
        : new Pause(paused, text(r, prefix + "paused_by"), r.getString(prefix + "pause_reason"));
  }

  static @Nullable Failure failure(ResultSet r) throws SQLException {
    Instant failed = time(r, "failed_at");
    return failed == null
        ? null
        : new Failure(failed, text(r, "fault"), phrase(r, "error"), phrase(r, "remedy"));
  }

  /** What an update writes of a failure. */
  static Update bind(Update update, @Nullable Failure failure) {
    return update
        .bind("at", failure == null ? null : failure.at())
        .bind("fault", failure == null ? null : failure.fault())
        .bind("error", failure == null ? null : PlainText.cut(failure.message().text(), 4000))
        .bind("errorSaid", failure == null ? null : failure.message().coded().orElse(null))
        .bind("remedy", failure == null ? null : PlainText.cut(failure.remedy().text(), 1000))
        .bind("remedySaid", failure == null ? null : failure.remedy().coded().orElse(null));
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
