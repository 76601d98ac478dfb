package io.causerie.engine.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
      Map<String, Entry> read = DirectoryStore.find(h, missing);
      missing.forEach(id -> kept.put(id, new Kept(version, read.get(id))));
      found.putAll(read);
    }
    return found;
  }

  /** Keeps persons who have been read otherwise. */
  void keep(long version, Collection<Entry> entries) {
    entries.forEach(entry -> kept.put(entry.id(), new Kept(version, entry)));
  }
}
