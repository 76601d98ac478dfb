package io.causerie.engine.discussion;

import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes a retried write one write. */
public final class IdempotencyStore {
  private static final Duration KEPT = Duration.ofHours(24);

  private IdempotencyStore() {}

  /**
   * Takes a key for an item about to be written, in the same transaction.
   *
   * @return the item that the key was used for before; nothing is to be written then
   * @throws IdempotencyConflictException if it was used for another request
   */
  public static Optional<Long> claim(
      Handle h, String person, @Nullable IdempotencyKey key, long item, Instant now) {
    if (key == null) {
      return Optional.empty();
    }
    h.createUpdate(
            """
            delete from idempotency
            where person = :person and idempotency_key = :key and used < :oldest
            """)
        .bind("person", person)
        .bind("key", key.key())
        .bind("oldest", now.minus(KEPT))
        .execute();
    int inserted =
        h.createUpdate(
                """
                insert into idempotency (person, idempotency_key, request, item, used)
                values (:person, :key, :request, :item, :now) on conflict do nothing
                """)
            .bind("person", person)
            .bind("key", key.key())
            .bind("request", key.request())
            .bind("item", item)
            .bind("now", now)
            .execute();
    if (inserted == 1) {
      return Optional.empty();
    }
    Used used =
        h.createQuery(
                """
                select request, item from idempotency
                where person = :person and idempotency_key = :key
                """)
            .bind("person", person)
            .bind("key", key.key())
            .map((r, c) -> new Used(r.getString("request"), r.getLong("item")))
            .one();
    if (!used.request().equals(key.request())) {
      throw new IdempotencyConflictException();
    }
    return Optional.of(used.item());
  }

  private record Used(String request, long item) {}

  /** Forgets keys that are older than a day; returns how many. */
  public static int purge(Handle h, Instant now) {
    return h.createUpdate("delete from idempotency where used < :oldest")
        .bind("oldest", now.minus(KEPT))
        .execute();
  }
}
