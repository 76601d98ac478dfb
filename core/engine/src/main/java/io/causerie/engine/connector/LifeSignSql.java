package io.causerie.engine.connector;

import io.causerie.engine.store.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What tells whether connectors are alive: of events, and of the hours in which they came. */
final class LifeSignSql {
  private LifeSignSql() {}

  /**
   * What is known of a connector.
   *
   * @param since when it was set up
   * @param last when its newest event came; absent: none ever did
   * @param posted whether one of its events was ever posted
   * @param silent whether the newest told nobody anything by itself, as history does
   */
  record Sign(Instant since, @Nullable Instant last, boolean posted, boolean silent) {}

  static Map<String, Sign> signs(Handle h, int posted) {
    Map<String, Sign> found = new HashMap<>();
    h.createQuery(
            """
            select c.name, c.since, e.received, e.silent,
              exists (select 1 from event p where p.connector = c.name and p.fate = :posted)
                as posted
            from connector_state c left join event e on e.id =
              (select max(n.id) from event n where n.connector = c.name)
            """)
        .bind("posted", posted)
        .map(
            (r, c) ->
                Map.entry(
                    r.getString("name"),
                    new Sign(
                        Objects.requireNonNull(ConnectorStore.time(r, "since")),
                        ConnectorStore.time(r, "received"),
                        r.getBoolean("posted"),
                        r.getBoolean("silent"))))
        .forEach(sign -> found.put(sign.getKey(), sign.getValue()));
    return found;
  }

  /** The hours in which something came, of each connector. */
  static Map<String, NavigableSet<Instant>> hours(Handle h, Instant since) {
    Map<String, NavigableSet<Instant>> found = new HashMap<>();
    h.createQuery("select connector, began from event_hour where began >= :since")
        .bind("since", since)
        .map(
            (r, c) ->
                Map.entry(
                    r.getString("connector"),
                    Objects.requireNonNull(ConnectorStore.time(r, "began"))))
        .forEach(
            hour ->
                found.computeIfAbsent(hour.getKey(), name -> new TreeSet<>()).add(hour.getValue()));
    return found;
  }

  /**
   * Up to when events have been counted by their hours; before the first time, when the oldest
   * came. Absent: none ever did.
   */
  static @Nullable Instant counted(Handle h) {
    return h.createQuery(
            """
            select coalesce(counted, (select o.received from event o where o.id =
              (select min(m.id) from event m))) as counted
            from event_hour_head where one = 1
            """)
        .map((r, c) -> Optional.ofNullable(ConnectorStore.time(r, "counted")))
        .findOne()
        .flatMap(found -> found)
        .orElse(null);
  }

  /** Counts the events of some hours, one after the other, and forgets those of long ago. */
  static void count(Handle h, List<Instant> hours, Instant until, Instant old) {
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into event_hour (connector, began, events)
            select connector, :hour, count(*) from event where id >= :first and id < :next
            group by connector
            on conflict do nothing
            """);
    for (Instant hour : hours) {
      batch
          .bind("hour", hour)
          .bind("first", Ids.firstOf(hour))
          .bind("next", Ids.firstOf(hour.plus(Duration.ofHours(1))))
          .add();
    }
    if (batch.size() > 0) {
      batch.execute();
    }
    h.createUpdate("delete from event_hour where began < :old").bind("old", old).execute();
    h.createUpdate("update event_hour_head set counted = :until where one = 1")
        .bind("until", until)
        .execute();
  }
}
