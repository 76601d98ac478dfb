package io.causerie.engine.connector;

import io.causerie.engine.connector.ConnectorState.CensusReport;
import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.store.Database;
import io.causerie.model.PlainText;
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
          Instant now = Database.storable(clock.instant());
          Run run =
              h.createQuery(
                      """
                      select census_run + 1 as run, census_done, census_confirmed
                      from connector_state where name = :name
                      """)
                  .bind("name", lease.connector())
                  .map(
                      (r, c) ->
                          new Run(
                              r.getLong("run"),
                              now,
                              ConnectorStore.time(r, "census_done") == null,
                              r.getObject("census_confirmed", Long.class)))
                  .one();
          ConnectorStore.fenced(
              lease,
              h.createUpdate(
                      """
                      update connector_state set census_run = :run, census_started = :now,
                        census_ended = null, census_asked = null, census_stopped = null,
                        census_failed_at = null, census_fault = null,
                        census_error = null, census_error_said = null, census_remedy = null,
                        census_remedy_said = null, census_rows = 0,
                        census_known = 0, census_missing = 0, census_changed = 0,
                        census_gone = 0, census_left = 0, census_repaired = 0
                      where name = :name and epoch = :epoch
                      """)
                  .bind("run", run.number())
                  .bind("now", now));
          return run;
        });
  }

  /** Notes how far a run is. */
  public void counted(Lease lease, Figures figures, boolean ended) {
    Instant end = ended ? clock.instant() : null;
    database.writing(
        h ->
            ConnectorStore.fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set census_ended = :ended,
                          census_done = coalesce(:ended, census_done),
                          census_confirmed =
                            case when :running then census_confirmed else null end,
                          census_rows = :rows,
                          census_known = :known, census_missing = :missing,
                          census_changed = :changed, census_gone = :gone, census_left = :left,
                          census_repaired = :repaired
                        where name = :name and epoch = :epoch
                        """)
                    .bind("ended", end)
                    .bind("running", !ended)
                    .bind("rows", figures.sourceRows())
                    .bind("known", figures.known())
                    .bind("missing", figures.missing())
                    .bind("changed", figures.changed())
                    .bind("gone", figures.gone())
                    .bind("left", figures.left())
                    .bind("repaired", figures.repaired())));
  }

  /**
   * Notes that a run did not come to its end.
   *
   * @param stopped whether it waits for an operator's word; else it is tried again
   */
  public void failed(Lease lease, Failure failure, boolean stopped) {
    database.writing(
        h ->
            ConnectorStore.fenced(
                lease,
                h.createUpdate(
                        """
                        update connector_state set census_failed_at = :at, census_fault = :fault,
                          census_error = :error, census_error_said = :errorSaid,
                          census_remedy = :remedy, census_remedy_said = :remedySaid,
                          census_stopped = :stopped
                        where name = :name and epoch = :epoch
                        """)
                    .bind("at", failure.at())
                    .bind("fault", failure.fault())
                    .bind("error", PlainText.cut(failure.message().text(), 4000))
                    .bind("errorSaid", failure.message().coded().orElse(null))
                    .bind("remedy", PlainText.cut(failure.remedy().text(), 1000))
                    .bind("remedySaid", failure.remedy().coded().orElse(null))
                    .bind("stopped", stopped ? failure.at() : null)));
  }

  /** Asks whoever runs the connector to begin a reconciliation now. */
  public void ask(String connector) {
    operate(connector, "update connector_state set census_asked = :now where name = :name");
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
        update connector_state set census_confirmed = census_run, census_asked = :now,
          census_stopped = null, census_failed_at = null, census_fault = null,
          census_error = null, census_error_said = null, census_remedy = null,
          census_remedy_said = null
        where name = :name and census_stopped = :stopped
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
        update connector_state set census_ended = :now, census_stopped = null,
          census_confirmed = null, census_failed_at = null, census_fault = null, census_error = null,
          census_error_said = null, census_remedy = null, census_remedy_said = null
        where name = :name and census_stopped is not null
        """);
  }

  private OptionalLong decided(String connector, @Nullable Instant stopped, String sql) {
    return database.write(
        h -> {
          Update update = h.createUpdate(sql).bind("now", clock.instant()).bind("name", connector);
          int written = (stopped == null ? update : update.bind("stopped", stopped)).execute();
          return written == 0
              ? OptionalLong.empty()
              : OptionalLong.of(
                  h.createQuery("select census_gone from connector_state where name = :name")
                      .bind("name", connector)
                      .mapTo(Long.class)
                      .one());
        });
  }

  private void operate(String connector, String sql) {
    database.writing(
        h ->
            ConnectorStore.requireFound(
                connector,
                h.createUpdate(sql)
                    .bind("now", clock.instant())
                    .bind("name", connector)
                    .execute()));
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
    Instant started = ConnectorStore.time(r, "census_started");
    Instant failed = ConnectorStore.time(r, "census_failed_at");
    return started == null
        ? null
        : new CensusReport(
            started,
            ConnectorStore.time(r, "census_ended"),
            r.getLong("census_rows"),
            r.getLong("census_known"),
            r.getLong("census_missing"),
            r.getLong("census_changed"),
            r.getLong("census_gone"),
            r.getLong("census_left"),
            r.getLong("census_repaired"),
            ConnectorStore.time(r, "census_done"),
            failed == null
                ? null
                : new Failure(
                    failed,
                    ConnectorStore.text(r, "census_fault"),
                    ConnectorStore.phrase(r, "census_error"),
                    ConnectorStore.phrase(r, "census_remedy")),
            ConnectorStore.time(r, "census_stopped"));
  }
}
