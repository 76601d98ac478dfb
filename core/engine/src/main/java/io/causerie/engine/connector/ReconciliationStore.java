package io.causerie.engine.connector;

import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * The reconciliations of connectors with their sources: what the last one of each found, and what
 * an operator says of one that was stopped.
 */
public final class ReconciliationStore {
  private final Database database;
  private final Clock clock;

  ReconciliationStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A run that has begun.
   *
   * @param number later runs of the connector have greater ones
   * @param first whether none has come to its end before
   * @param confirmed the earlier run whose rows an operator has called gone; absent: nobody was
   *     asked
   */
  public record Run(long number, Instant started, boolean first, @Nullable Long confirmed) {}

  /** What a run has counted so far. */
  public record Figures(
      long sourceRows,
      long known,
      long missing,
      long changed,
      long gone,
      long left,
      long repaired) {}

  /** Begins a run; what an operator has asked for and confirmed is used up by it. */
  public Run begin(Lease lease) {
    return database.write(
        h -> {
          DutyStore.began(h, lease);
          Instant now = Database.storable(clock.instant());
          h.createUpdate(
                  """
                  insert into reconciliation (connector, run) values (:name, 0)
                  on conflict do nothing
                  """)
              .bind("name", lease.connector())
              .execute();
          Run run =
              h.createQuery(
                      """
                      select run + 1 as next, done, confirmed from reconciliation
                      where connector = :name
                      """)
                  .bind("name", lease.connector())
                  .map(
                      (r, c) ->
                          new Run(
                              r.getLong("next"),
                              now,
                              ConnectorStore.time(r, "done") == null,
                              r.getObject("confirmed", Long.class)))
                  .one();
          h.createUpdate(
                  """
                  update reconciliation set run = :run, started = :now, ended = null,
                    stopped = null, source_rows = 0, known = 0, missing = 0, changed = 0,
                    gone = 0, unshown = 0, repaired = 0
                  where connector = :name
                  """)
              .bind("run", run.number())
              .bind("now", now)
              .bind("name", lease.connector())
              .execute();
          return run;
        });
  }

  /** Notes how far a run is. */
  public void counted(Lease lease, Figures figures, boolean ended) {
    Instant end = ended ? clock.instant() : null;
    database.writing(
        h -> {
          DutyStore.hold(h, lease, DutyKind.CENSUS);
          h.createUpdate(
                  """
                  update reconciliation set ended = :ended, done = coalesce(:ended, done),
                    confirmed = case when :running then confirmed else null end,
                    source_rows = :rows, known = :known, missing = :missing, changed = :changed,
                    gone = :gone, unshown = :left, repaired = :repaired
                  where connector = :name
                  """)
              .bind("ended", end)
              .bind("running", !ended)
              .bind("rows", figures.sourceRows())
              .bind("known", figures.known())
              .bind("missing", figures.missing())
              .bind("changed", figures.changed())
              .bind("gone", figures.gone())
              .bind("left", figures.left())
              .bind("repaired", figures.repaired())
              .bind("name", lease.connector())
              .execute();
        });
  }

  /** Notes that a run waits for an operator's word, since when it failed. */
  public void stopped(Lease lease, Instant since) {
    database.writing(
        h -> {
          DutyStore.hold(h, lease, DutyKind.CENSUS);
          h.createUpdate("update reconciliation set stopped = :since where connector = :name")
              .bind("since", since)
              .bind("name", lease.connector())
              .execute();
        });
  }

  /**
   * Takes an operator's word that what a stopped run found gone is gone: it is counted anew, and
   * those rows may be deleted that it found; others are judged as in any run. The word stands until
   * a run comes to its end.
   *
   * @param stopped since when the run is that she was shown
   * @return how many that are; nothing if that run is stopped no more
   */
  public OptionalLong confirm(String connector, Instant stopped) {
    return decided(
        connector,
        stopped,
        """
        update reconciliation set confirmed = run, stopped = null
        where connector = :name and stopped = :stopped
        """);
  }

  /**
   * Takes an operator's word that what a stopped run found is not so: nothing is done, and the next
   * one comes as scheduled.
   *
   * @return how many it had found gone; nothing if no run is stopped
   */
  public OptionalLong dismiss(String connector) {
    return decided(
        connector,
        null,
        """
        update reconciliation set ended = :now, stopped = null, confirmed = null
        where connector = :name and stopped is not null
        """);
  }

  private OptionalLong decided(String connector, @Nullable Instant stopped, String sql) {
    return database.write(
        h -> {
          Update update = h.createUpdate(sql).bind("name", connector);
          Instant now = clock.instant();
          int written =
              (stopped == null ? update.bind("now", now) : update.bind("stopped", stopped))
                  .execute();
          if (written == 0) {
            return OptionalLong.empty();
          }
          DutyStore.forgive(h, connector, DutyKind.CENSUS);
          if (stopped != null) {
            DutyStore.ask(h, connector, DutyKind.CENSUS, now);
          }
          return OptionalLong.of(
              h.createQuery("select gone from reconciliation where connector = :name")
                  .bind("name", connector)
                  .mapTo(Long.class)
                  .one());
        });
  }

  /** Which of some rows are known as they are, otherwise, or not at all; all of them are seen. */
  public SourceRowStore.Compared compare(
      String connector, Run run, Collection<SourceRowStore.Found> found) {
    return database.write(h -> SourceRowStore.compare(h, connector, run.number(), found));
  }

  /** How many known rows a run has not seen. */
  public long unseen(String connector, Run run) {
    return database.read(h -> SourceRowStore.unseen(h, connector, run.number()));
  }

  /** Their keys, in pages, in an order of the database's own. */
  public List<String> unseen(String connector, Run run, String after, int limit) {
    return database.read(h -> SourceRowStore.unseen(h, connector, run.number(), after, limit));
  }

  /**
   * Notes rows that the source no longer has, before anything is done about it.
   *
   * @return how many of them nobody has confirmed
   */
  public long miss(String connector, Run run, Collection<String> keys) {
    return database.write(h -> SourceRowStore.miss(h, connector, run, keys));
  }

  /** Notes all rows that a run has not seen as gone; how many of them nobody has confirmed. */
  public long missAll(String connector, Run run) {
    return database.write(h -> SourceRowStore.missAll(h, connector, run));
  }

  /** Lets an operator's word about a run that stops stand for what was confirmed before it, too. */
  public void missStill(String connector, Run run) {
    database.writing(h -> SourceRowStore.missStill(h, connector, run));
  }

  /** Keys of rows that the last run found gone and has not deleted, the first of them. */
  public List<String> missed(String connector, int limit) {
    return database.read(h -> SourceRowStore.missed(h, connector, limit));
  }

  /** Notes rows that the source no longer shows. */
  public void leave(String connector, Collection<String> keys) {
    database.writing(h -> SourceRowStore.leave(h, connector, keys));
  }

  static @Nullable CensusReport report(ResultSet r) throws SQLException {
    Instant started = ConnectorStore.time(r, "r_started");
    return started == null
        ? null
        : new CensusReport(
            started,
            ConnectorStore.time(r, "r_ended"),
            r.getLong("source_rows"),
            r.getLong("known"),
            r.getLong("missing"),
            r.getLong("changed"),
            r.getLong("gone"),
            r.getLong("unshown"),
            r.getLong("repaired"),
            ConnectorStore.time(r, "r_done"),
            ConnectorStore.failure(r),
            ConnectorStore.time(r, "r_stopped"));
  }
}
