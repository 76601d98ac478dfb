package io.causerie.engine.connector;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bulk loads that operators announce. */
public final class BulkLoads {
  /** One that was forgotten must not keep people from being told for ever. */
  public static final Duration LONGEST = Duration.ofDays(7);

  private final Database database;
  private final Clock clock;

  BulkLoads(Database database, Clock clock) {
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
    BulkLoad load = new BulkLoad(connector, now, now.plus(time), by, reason);
    database.writing(
        h -> {
          BulkLoadStore.remove(h, connector);
          if (!BulkLoadStore.insert(h, load)) {
            throw new NotFoundException("connector " + connector);
          }
        });
  }

  /** Ends what was announced; what comes from now on is told. */
  public void end(String connector) {
    database.writing(h -> BulkLoadStore.remove(h, connector));
  }

  /** The one that runs. */
  public Optional<BulkLoad> find(String connector) {
    return all().stream().filter(load -> load.connector().equals(connector)).findFirst();
  }

  /** All that run. */
  public List<BulkLoad> all() {
    return database.ask(h -> BulkLoadStore.running(h, clock.instant()));
  }
}
