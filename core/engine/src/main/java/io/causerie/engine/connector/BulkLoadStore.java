package io.causerie.engine.connector;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The bulk loads that operators announce. */
public final class BulkLoadStore {
  /** A bulk load names who announced it. */
  public static final Holdings HOLDINGS =
      Holdings.none()
          .person("bulk_load.announced_by")
          .stays("a connector's", "bulk_load.connector");

  /** One that was forgotten must not keep people from being told for ever. */
  public static final Duration LONGEST = Duration.ofDays(7);

  private final Database database;
  private final Clock clock;

  public BulkLoadStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Announces one, in place of one that runs.
   *
   * @param time how long it lasts
   * @throws InvalidInputException if that is nothing, or longer than {@link #LONGEST}
   * @throws NotFoundException if there is no such connector
   */
  public void announce(String connector, Duration time, String by, @Nullable String reason) {
    if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
      throw new InvalidInputException("for", "a bulk load lasts for some time, at most seven days");
    }
    Instant now = Database.storable(clock.instant());
    database.writing(
        h -> {
          end(h, connector);
          int written =
              h.createUpdate(
                      """
                      insert into bulk_load (connector, since, until, announced_by, reason)
                      select name, :since, :until, :by, :reason from connector_state
                      where name = :connector
                      """)
                  .bind("connector", connector)
                  .bind("since", now)
                  .bind("until", now.plus(time))
                  .bind("by", by)
                  .bind("reason", reason)
                  .execute();
          if (written == 0) {
            throw new NotFoundException("connector " + connector);
          }
        });
  }

  /** Ends what was announced; what comes from now on is told. */
  public void end(String connector) {
    database.writing(h -> end(h, connector));
  }

  private static void end(Handle h, String connector) {
    h.createUpdate("delete from bulk_load where connector = :connector")
        .bind("connector", connector)
        .execute();
  }

  /** The one that runs. */
  public Optional<BulkLoad> find(String connector) {
    return all().stream().filter(load -> load.connector().equals(connector)).findFirst();
  }

  /** All that run. */
  public List<BulkLoad> all() {
    return database.ask(
        h ->
            h.createQuery("select * from bulk_load where until > :now order by connector")
                .bind("now", clock.instant())
                .map((r, c) -> bulkLoad(r))
                .list());
  }

  private static BulkLoad bulkLoad(ResultSet r) throws SQLException {
    return new BulkLoad(
        r.getString("connector"),
        r.getObject("since", OffsetDateTime.class).toInstant(),
        r.getObject("until", OffsetDateTime.class).toInstant(),
        r.getString("announced_by"),
        r.getString("reason"));
  }

  /** The connectors of those that run. */
  public static Set<String> running(Handle h, Instant now) {
    return h.createQuery("select connector from bulk_load where until > :now")
        .bind("now", now)
        .mapTo(String.class)
        .set();
  }
}
