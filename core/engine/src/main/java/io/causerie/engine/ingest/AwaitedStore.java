package io.causerie.engine.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of events whose comments wait. */
final class AwaitedStore {
  private AwaitedStore() {}

  /**
   * Lets an event wait; one that waits already goes on waiting since then.
   *
   * @param externalId the comment it waits for; absent: until a delivery is settled
   */
  static void await(
      Handle h, long event, String system, @Nullable String externalId, Instant since) {
    h.createUpdate(
            """
            insert into awaited (event_id, system, external_id, since)
            values (:event, :system, :externalId, :since) on conflict do nothing
            """)
        .bind("event", event)
        .bind("system", system)
        .bind("externalId", externalId)
        .bind("since", since)
        .execute();
  }

  /** Since when an event waits, if it does. */
  static Optional<Instant> since(Handle h, long event) {
    return h.createQuery("select since from awaited where event_id = :event")
        .bind("event", event)
        .mapTo(Instant.class)
        .findOne();
  }

  static void remove(Handle h, long event) {
    h.createUpdate("delete from awaited where event_id = :event").bind("event", event).execute();
  }

  /**
   * Events that wait.
   *
   * @param externalId for which comment; absent: until a delivery to the system is settled
   */
  static List<Long> waiting(Handle h, String system, @Nullable String externalId) {
    return h.createQuery(
            "select event_id from awaited where system = :system and external_id "
                + (externalId == null ? "is null" : "= :externalId"))
        .bind("system", system)
        .bind("externalId", externalId)
        .mapTo(Long.class)
        .list();
  }
}
