package io.causerie.engine.access;

import io.causerie.engine.store.Database;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Handle;

/**
 * Numbers that rise with each change of persons, groups and identities, and with tokens that are
 * taken back, in the transaction of the change. Whoever keeps something of them keeps it under the
 * number it was read with, on any node.
 */
public final class RightsStore {
  private RightsStore() {}

  /** To be called in the transaction that changes what persons are. */
  public static void raise(Handle h, Clock clock) {
    raise(h, clock, "rights_version");
  }

  /** To be called in the transaction that takes tokens back; see {@link Premise}. */
  static void tokensTakenBack(Handle h, Clock clock) {
    raise(h, clock, "token_version");
  }

  private static void raise(Handle h, Clock clock, String of) {
    // By the clock: a number that was used before the database was restored is not used again.
    h.createUpdate(
            """
            update <of> set version =
              case when version < :now then :now else version + 1 end
            where one = 1
            """)
        .define("of", of)
        .bind("now", ChronoUnit.MICROS.between(Instant.EPOCH, Database.storable(clock.instant())))
        .execute();
  }

  /** As of the transaction. */
  public static long version(Handle h) {
    return h.createQuery("select version from rights_version").mapTo(Long.class).one();
  }
}
