package io.causerie.engine.discussion;

import io.causerie.engine.file.FileSql;
import io.causerie.engine.file.FileView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What stands beside posts and comments in rows of its own, which one statement reads. */
final class GivenSql {
  private static final String ROWS =
      """
      select item, emoji, person, given, cast(null as int) as place, %s
      from reaction where item = any(:items)
      union all
      select f.item, cast(null as varchar), cast(null as varchar),
        cast(null as timestamp with time zone), f.place, %s
      where f.item = any(:items)
      order by given, person, place
      """
          .formatted(FileSql.NONE_BESIDE, FileSql.BESIDE);

  private GivenSql() {}

  /**
   * @param reactions by item and emoji: who gave it, first come first
   * @param files by item, in their order
   */
  record Rows(Map<Long, Map<String, Set<String>>> reactions, Map<Long, List<FileView>> files) {}

  static Rows of(Handle h, Collection<Long> items) {
    Map<Long, Map<String, Set<String>>> reactions = new HashMap<>();
    Map<Long, List<FileView>> files = new HashMap<>();
    if (items.isEmpty()) {
      return new Rows(reactions, files);
    }
    h.createQuery(ROWS)
        .bindArray("items", Long.class, items.toArray())
        .map(
            (r, c) -> {
              long item = r.getLong("item");
              FileView file = FileSql.beside(r);
              return file == null
                  ? reactions
                      .computeIfAbsent(item, k -> new LinkedHashMap<>())
                      .computeIfAbsent(r.getString("emoji"), k -> new LinkedHashSet<>())
                      .add(r.getString("person"))
                  : files.computeIfAbsent(item, k -> new ArrayList<>()).add(file);
            })
        .list();
    return new Rows(reactions, files);
  }
}
