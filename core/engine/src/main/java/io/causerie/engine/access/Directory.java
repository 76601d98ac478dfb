package io.causerie.engine.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Persons and their groups. Those who were asked for lately are kept, each under the version of all
 * rights that she was read with.
 */
public final class Directory {
  private static final int KEPT = 50_000;

  private final Cache<String, Kept> kept = Caffeine.newBuilder().maximumSize(KEPT).build();

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

  /**
   * @param entry absent: there is nobody of that id
   */
  private record Kept(long version, @Nullable Entry entry) {}

  /**
   * Persons by id; those nobody ever knew are left out. Asks the database once for all who are not
   * kept.
   *
   * @param version of all rights, as the transaction of the handle sees it
   */
  public Map<String, Entry> of(Handle h, long version, Collection<String> ids) {
    Map<String, Entry> found = new HashMap<>();
    Set<String> missing = new HashSet<>();
    for (String id : ids) {
      Kept known = kept.getIfPresent(id);
      if (known == null || known.version() != version) {
        missing.add(id);
      } else if (known.entry() != null) {
        found.put(id, known.entry());
      }
    }
    if (!missing.isEmpty()) {
      Map<String, Entry> read = read(h, missing);
      missing.forEach(id -> kept.put(id, new Kept(version, read.get(id))));
      found.putAll(read);
    }
    return found;
  }

  /** The present state of one person. */
  public static Optional<Entry> read(Handle h, String person) {
    return Optional.ofNullable(read(h, Set.of(person)).get(person));
  }

  private static Map<String, Entry> read(Handle h, Collection<String> ids) {
    Map<String, Entry> persons = new HashMap<>();
    h.createQuery(
            """
            select p.id, p.name, p.email, p.guest, p.language, p.active, p.erased, g.group_name
            from person p left join group_member g on g.person = p.id
            where p.id = any(:ids)
            """)
        .bindArray("ids", String.class, ids.toArray())
        .map((r, c) -> Objects.requireNonNull(add(persons, r)))
        .list();
    return persons;
  }

  private static Entry add(Map<String, Entry> persons, ResultSet r) throws SQLException {
    String id = r.getString("id");
    Entry entry = persons.get(id);
    if (entry == null) {
      entry =
          new Entry(
              id,
              r.getString("name"),
              r.getString("email"),
              r.getBoolean("guest"),
              r.getString("language"),
              r.getBoolean("active"),
              r.getBoolean("erased"),
              new TreeSet<>());
      persons.put(id, entry);
    }
    String group = r.getString("group_name");
    if (group != null) {
      entry.groups().add(group);
    }
    return entry;
  }

  /** Active persons, by name. */
  public static List<Entry> active(Handle h) {
    Map<String, Entry> persons = new HashMap<>();
    h.createQuery(
            """
            select p.id, p.name, p.email, p.guest, p.language, p.active, p.erased, g.group_name
            from person p left join group_member g on g.person = p.id
            where p.active
            """)
        .map((r, c) -> Objects.requireNonNull(add(persons, r)))
        .list();
    List<Entry> all = new ArrayList<>(persons.values());
    all.sort(Comparator.comparing(Entry::name).thenComparing(Entry::id));
    return all;
  }
}
