package io.causerie.engine.discussion;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** How some posts and comments stand in systems, where their authors chose that. */
public final class Copied {
  /** None does. */
  public static final Copied NONE = new Copied(Map.of());

  private final Map<Long, List<CopyStore.Row>> rows;

  private Copied(Map<Long, List<CopyStore.Row>> rows) {
    this.rows = rows;
  }

  /**
   * Of some that somebody was let in to.
   *
   * @param items those of them alone that stand elsewhere at all; most times there are none
   */
  public static Copied of(Handle h, Collection<Long> items) {
    if (items.isEmpty()) {
      return NONE;
    }
    Map<Long, List<CopyStore.Row>> rows = new HashMap<>();
    CopyStore.of(h, items)
        .forEach(row -> rows.computeIfAbsent(row.item(), i -> new ArrayList<>()).add(row));
    return new Copied(rows);
  }

  /**
   * Of one of them.
   *
   * @param version of its words now
   */
  public List<CopyView> of(long item, int version, boolean removed) {
    return rows.getOrDefault(item, List.of()).stream()
        .flatMap(row -> row.view(version, removed).stream())
        .toList();
  }
}
