package io.causerie.salesforce.fake.store;

import java.time.Instant;
import java.util.List;

/**
 * A transaction that took place.
 *
 * @param user the id of who did it
 * @param origin by which API and client
 */
public record Commit(
    String key, long number, Instant at, String user, String origin, List<Change> changes) {
  /** As it is, but for its key, which is no text. */
  public Commit spoilt() {
    return new Commit(key + "\u0000", number, at, user, origin, changes);
  }
}
