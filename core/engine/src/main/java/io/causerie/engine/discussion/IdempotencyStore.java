package io.causerie.engine.discussion;

import static java.util.Comparator.comparing;

import io.causerie.engine.IdempotencyConflictException;
import io.causerie.engine.IdempotencyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
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
    Used used = claim(h, List.of(new Claim(person, key, item)), now).get(item);
    if (used != null && !used.same()) {
      throw new IdempotencyConflictException();
    }
    return Optional.ofNullable(used).map(Used::item);
  }

  /** A key that somebody takes for an item. */
  record Claim(String person, IdempotencyKey key, long item) {
    private String id() {
      return person + " " + key.key();
    }
  }

  /**
   * What a key was used for before.
   *
   * @param same whether by the same request
   */
  record Used(long item, boolean same) {}

  /**
   * Takes keys for items about to be written, in the same transaction; the same key twice among
   * them is taken by the first.
   *
   * @return by item about to be written, what its key was used for before
   */
  static Map<Long, Used> claim(Handle h, List<Claim> claims, Instant now) {
    if (claims.isEmpty()) {
      return Map.of();
    }
    // In one order, so that two who do so do not wait for each other; else as they came.
    List<Claim> sorted = claims.stream().sorted(comparing(Claim::id)).toList();
    PreparedBatch old =
        h.prepareBatch(
            """
            delete from idempotency
            where person = :person and idempotency_key = :key and used < :oldest
            """);
    PreparedBatch taken =
        h.prepareBatch(
            """
            insert into idempotency (person, idempotency_key, request, item, used)
            values (:person, :key, :request, :item, :now) on conflict do nothing
            """);
    for (Claim claim : sorted) {
      old.bind("person", claim.person())
          .bind("key", claim.key().key())
          .bind("oldest", now.minus(KEPT))
          .add();
      taken
          .bind("person", claim.person())
          .bind("key", claim.key().key())
          .bind("request", claim.key().request())
          .bind("item", claim.item())
          .bind("now", now)
          .add();
    }
    old.execute();
    Set<Long> mine = taken.executePreparedBatch("item").mapTo(Long.class).set();
    Map<Long, Used> used = new HashMap<>();
    for (Claim claim : sorted) {
      if (!mine.contains(claim.item())) {
        used.put(claim.item(), used(h, claim));
      }
    }
    return used;
  }

  private static Used used(Handle h, Claim claim) {
    return h.createQuery(
            """
            select request, item from idempotency
            where person = :person and idempotency_key = :key
            """)
        .bind("person", claim.person())
        .bind("key", claim.key().key())
        .map(
            (r, c) ->
                new Used(r.getLong("item"), r.getString("request").equals(claim.key().request())))
        .one();
  }

  /** Gives back keys that the same transaction took, for items that it does not write. */
  static void release(Handle h, List<Claim> claims) {
    if (claims.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            """
            delete from idempotency
            where person = :person and idempotency_key = :key and item = :item
            """);
    for (Claim claim : claims) {
      batch
          .bind("person", claim.person())
          .bind("key", claim.key().key())
          .bind("item", claim.item())
          .add();
    }
    batch.execute();
  }

  /** Forgets keys that are older than a day; returns how many. */
  public static int purge(Handle h, Instant now) {
    return h.createUpdate("delete from idempotency where used < :oldest")
        .bind("oldest", now.minus(KEPT))
        .execute();
  }
}
