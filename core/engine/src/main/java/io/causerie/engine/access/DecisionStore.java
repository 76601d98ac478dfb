package io.causerie.engine.access;

import io.causerie.engine.store.Dialect;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of what sources decided, and the names by which they know the persons. */
final class DecisionStore {
  private DecisionStore() {}

  /** What counts yet of what was decided for a person, by record. */
  static Map<Long, Boolean> of(Handle h, String person, Collection<Long> records, Instant now) {
    Map<Long, Boolean> decided = new HashMap<>();
    h.createQuery(
            """
            select record_id, allowed from decision
            where person = :person and record_id = any(:records) and until > :now
            """)
        .bind("person", person)
        .bindArray("records", Long.class, records.toArray())
        .bind("now", now)
        .map((r, c) -> Map.entry(r.getLong("record_id"), r.getBoolean("allowed")))
        .forEach(e -> decided.put(e.getKey(), e.getValue()));
    return decided;
  }

  /** What counts yet of what was decided of a record, by person. */
  static Map<String, Boolean> of(Handle h, long record, Collection<String> persons, Instant now) {
    Map<String, Boolean> decided = new HashMap<>();
    h.createQuery(
            """
            select person, allowed from decision
            where person = any(:persons) and record_id = :record and until > :now
            """)
        .bindArray("persons", String.class, persons.toArray())
        .bind("record", record)
        .bind("now", now)
        .map((r, c) -> Map.entry(r.getString("person"), r.getBoolean("allowed")))
        .forEach(e -> decided.put(e.getKey(), e.getValue()));
    return decided;
  }

  /** The names of persons in systems, by person and system. */
  static Map<String, Map<String, Set<String>>> names(Handle h, Collection<String> persons) {
    return names(h, persons, "");
  }

  /** A person's names by system, of which none is taken from her until the transaction ends. */
  static Map<String, Set<String>> names(Handle h, Dialect dialect, String person) {
    return names(h, Set.of(person), dialect.sharing()).getOrDefault(person, Map.of());
  }

  private static Map<String, Map<String, Set<String>>> names(
      Handle h, Collection<String> persons, String locking) {
    Map<String, Map<String, Set<String>>> names = new HashMap<>();
    h.createQuery(
            "select person, system, source_id from identity where person = any(:persons) "
                + locking)
        .bindArray("persons", String.class, persons.toArray())
        .map(
            (r, c) ->
                names
                    .computeIfAbsent(r.getString("person"), p -> new HashMap<>())
                    .computeIfAbsent(r.getString("system"), s -> new TreeSet<>())
                    .add(r.getString("source_id")))
        .list();
    return names;
  }

  /**
   * Stores what was decided for a person, in place of what was before.
   *
   * @param until when an answer ends; asked for each of them
   */
  static void keep(Handle h, String person, Map<Long, Boolean> decided, Supplier<Instant> until) {
    h.createUpdate("delete from decision where person = :person and record_id = any(:records)")
        .bind("person", person)
        .bindArray("records", Long.class, decided.keySet().toArray())
        .execute();
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into decision (person, record_id, allowed, until)
            values (:person, :record, :allowed, :until) on conflict do nothing
            """);
    new TreeMap<>(decided)
        .forEach(
            (record, allowed) ->
                batch
                    .bind("person", person)
                    .bind("record", record)
                    .bind("allowed", allowed)
                    .bind("until", until.get())
                    .add());
    batch.execute();
  }

  /** Whatever was decided for persons who are somebody else in a source now. */
  static void forget(Handle h, Collection<String> persons) {
    h.createUpdate("delete from decision where person = any(:persons)")
        .bindArray("persons", String.class, persons.toArray())
        .execute();
  }

  /** Whatever was decided of a record that became part of another. */
  static void forget(Handle h, long record) {
    h.createUpdate("delete from decision where record_id = :record")
        .bind("record", record)
        .execute();
  }

  /** Removes what does not count any more; returns how many. */
  static int purge(Handle h, Instant now) {
    return h.createUpdate("delete from decision where until <= :now").bind("now", now).execute();
  }
}
