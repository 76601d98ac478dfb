package io.causerie.engine.access;

import io.causerie.engine.access.Directory.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Rows of persons with their groups, as they are now. */
public final class DirectoryStore {
  private static final String PERSONS =
      """
      select p.id, p.name, p.email, p.guest, p.language, p.active, p.erased, g.group_name
      from person p left join group_member g on g.person = p.id
      """;

  private DirectoryStore() {}

  public static Optional<Entry> find(Handle h, String person) {
    return Optional.ofNullable(find(h, Set.of(person)).get(person));
  }

  static Map<String, Entry> find(Handle h, Collection<String> ids) {
    return persons(
        h.createQuery(PERSONS + "where p.id = any(:ids)")
            .bindArray("ids", String.class, ids.toArray()));
  }

  /** Active persons, by name. */
  public static List<Entry> active(Handle h) {
    return persons(h.createQuery(PERSONS + "where p.active")).values().stream()
        .sorted(Comparator.comparing(Entry::name).thenComparing(Entry::id))
        .toList();
  }

  private static Map<String, Entry> persons(Query query) {
    Map<String, Entry> persons = new HashMap<>();
    query.map((r, c) -> Objects.requireNonNull(add(persons, r))).list();
    return persons;
  }

  /** A row of them; the same person with another group is the same entry. */
  static Entry add(Map<String, Entry> persons, ResultSet r) throws SQLException {
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
}
