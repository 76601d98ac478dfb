package io.causerie.engine.connector;

import io.causerie.engine.store.Database;
import io.causerie.model.PlainText;
import io.causerie.model.phrase.Phrase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What sources that deliver by themselves say that they have not delivered. Each such break is
 * mended by a comparison of the connector with its source that began after it.
 */
public final class BreakStore {
  private final Database database;
  private final Clock clock;

  BreakStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Notes a break, and asks for the comparison. One that is not mended becomes part of this one.
   *
   * @param since up to when nothing is missing, by the source's clock; absent: unknown
   */
  public void broke(Lease lease, Phrase why, @Nullable Instant since) {
    database.writing(
        h -> {
          Instant now = Database.storable(clock.instant());
          DutyStore.hold(h, lease, DutyKind.SUBSCRIBE);
          Instant earlier = since == null ? null : Database.storable(since);
          boolean unknown = false;
          for (ConnectorState.Break open : open(h, lease.connector())) {
            unknown = open.since() == null;
            if (open.since() != null && earlier != null && open.since().isBefore(earlier)) {
              earlier = open.since();
            }
          }
          h.createUpdate("delete from stream_break where connector = :name")
              .bind("name", lease.connector())
              .execute();
          h.createUpdate(
                  """
                  insert into stream_break (connector, said, since, why, why_said, run)
                  select c.name, :now, :since, :why, :said, coalesce(r.run, 0)
                  from connector_state c left join reconciliation r on r.connector = c.name
                  where c.name = :name
                  """)
              .bind("now", now)
              .bind("since", unknown ? null : earlier)
              .bind("why", PlainText.cut(why.text(), 4000))
              .bind("said", why.coded().orElse(null))
              .bind("name", lease.connector())
              .execute();
          DutyStore.ask(h, lease.connector(), DutyKind.CENSUS, now);
        });
  }

  private static Iterable<ConnectorState.Break> open(Handle h, String connector) {
    return h.createQuery(
            """
            select said as b_at, since as b_since, why as b_why, why_said as b_why_said,
              mended as b_mended
            from stream_break where connector = :name and mended is null
            """)
        .bind("name", connector)
        .map((r, c) -> broken(r))
        .list();
  }

  /** Notes that a comparison has come to its end; what broke after it began is not mended. */
  public void mend(Lease lease, long run) {
    database.writing(
        h -> {
          DutyStore.hold(h, lease, DutyKind.CENSUS);
          h.createUpdate(
                  """
                  update stream_break set mended = :now
                  where connector = :name and mended is null and run < :run
                  """)
              .bind("now", clock.instant())
              .bind("name", lease.connector())
              .bind("run", run)
              .execute();
        });
  }

  static ConnectorState.@Nullable Break broken(ResultSet r) throws SQLException {
    Instant at = ConnectorStore.time(r, "b_at");
    return at == null
        ? null
        : new ConnectorState.Break(
            at,
            ConnectorStore.time(r, "b_since"),
            ConnectorStore.phrase(r, "b_why"),
            ConnectorStore.time(r, "b_mended"));
  }
}
