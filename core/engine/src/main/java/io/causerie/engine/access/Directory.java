package io.causerie.engine.access;

import io.causerie.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * All persons and their groups, kept in memory for a few seconds: names to show, and whom a rule
 * lets in. A reader's own rights are never taken from here but read anew each time.
 */
public final class Directory {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Database database;
  private final Clock clock;
  private volatile Snapshot snapshot = new Snapshot(Instant.MIN, Map.of());

  public Directory(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** One person, active or not. */
  public record Entry(
      String id,
      String name,
      @Nullable String email,
      boolean guest,
      @Nullable String language,
      boolean active,
      boolean erased,
      Set<String> groups) {}

  private record Snapshot(Instant taken, Map<String, Entry> persons) {}

  /** Every person ever known, by id. */
  public Map<String, Entry> persons() {
    Snapshot known = snapshot;
    Instant now = clock.instant();
    // A clock that was set back must not keep an old snapshot alive.
    if (now.isBefore(known.taken()) || now.isAfter(known.taken().plus(FRESH))) {
      known = new Snapshot(now, database.read(Directory::load));
      snapshot = known;
    }
    return known.persons();
  }

  /** Reads everything anew at the next use; called after the directory was changed here. */
  public void forget() {
    snapshot = new Snapshot(Instant.MIN, Map.of());
  }

  /** The present state of one person, read anew. */
  public static Optional<Entry> read(Handle h, String person) {
    return Optional.ofNullable(load(h, "where p.id = :id", person).get(person));
  }

  private static Map<String, Entry> load(Handle h) {
    return load(h, "", "");
  }

  private static Map<String, Entry> load(Handle h, String where, String id) {
    Map<String, Entry> persons = new HashMap<>();
    h.createQuery(
            """
            select p.id, p.name, p.email, p.guest, p.language, p.active, p.erased, g.group_name
            from person p left join group_member g on g.person = p.id
            """
                + where)
        .bind("id", id)
        .map(
            (r, c) -> {
              Entry entry =
                  persons.computeIfAbsent(
                      r.getString("id"),
                      key -> {
                        try {
                          return new Entry(
                              key,
                              r.getString("name"),
                              r.getString("email"),
                              r.getBoolean("guest"),
                              r.getString("language"),
                              r.getBoolean("active"),
                              r.getBoolean("erased"),
                              new TreeSet<>());
                        } catch (java.sql.SQLException e) {
                          throw new IllegalStateException(e);
                        }
                      });
              String group = r.getString("group_name");
              if (group != null) {
                entry.groups().add(group);
              }
              return entry.id();
            })
        .list();
    return persons;
  }

  /** Active persons, by name. */
  public List<Entry> active() {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : persons().values()) {
      if (entry.active()) {
        found.add(entry);
      }
    }
    found.sort(java.util.Comparator.comparing(Entry::name).thenComparing(Entry::id));
    return found;
  }
}
