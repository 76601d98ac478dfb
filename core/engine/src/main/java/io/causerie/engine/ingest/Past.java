package io.causerie.engine.ingest;

import io.causerie.engine.access.Gates;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a record up to a version of one connector: events that told of it, whether they
 * became posts or not, the newest version first.
 */
final class Past {
  private static final int PAGE = 200;
  private static final int PAGES = 5;
  private static final Comparator<Earlier> NEWEST_FIRST =
      Comparator.comparing(Earlier::version).thenComparing(Earlier::taken).reversed();

  private final List<Earlier> earlier;

  private Past(List<Earlier> earlier) {
    this.earlier = earlier;
  }

  /**
   * An event that was taken before.
   *
   * @param version as {@code Version.sortable} writes it
   * @param taken grows with each event that is taken
   */
  record Earlier(long event, String version, long taken, Sighting sighting) {}

  /** The same, of a source that may have no versions. */
  record Entry(long event, @Nullable String version, long taken, Sighting sighting) {
    /** Whether it lies before another one, by what both were told as. */
    boolean isBefore(@Nullable String otherVersion, long otherTaken) {
      boolean comparable =
          version != null && otherVersion != null && sameKind(version, otherVersion);
      return taken < otherTaken
          && (!comparable
              || java.util.Objects.requireNonNull(version).compareTo(otherVersion) <= 0);
    }
  }

  /**
   * Reads as far back as the fields of an observation need.
   *
   * @param unwritten what this transaction has taken, and not written yet
   */
  static Past of(
      Handle h, long record, String connector, Observation seen, List<Earlier> unwritten) {
    String version = java.util.Objects.requireNonNull(seen.version()).sortable();
    List<Earlier> all =
        unwritten.stream()
            .filter(e -> sameKind(e.version(), version) && e.version().compareTo(version) <= 0)
            .collect(Collectors.toCollection(java.util.ArrayList::new));
    Set<String> wanted = seen.fields().stream().map(Observed::field).collect(Collectors.toSet());
    ToldStore.Before before = new ToldStore.Before(version, Long.MAX_VALUE);
    for (int page = 0; page < PAGES; page++) {
      List<Earlier> read = ToldStore.past(h, record, connector, version, before, PAGE);
      all.addAll(read);
      // What came late may stand before what the record has been told since.
      read.stream()
          .filter(e -> !e.sighting().late())
          .forEach(e -> e.sighting().observed().forEach(o -> wanted.remove(o.field())));
      if (read.size() < PAGE || wanted.isEmpty()) {
        break;
      }
      Earlier last = read.get(read.size() - 1);
      before = new ToldStore.Before(last.version(), last.taken());
    }
    all.sort(NEWEST_FIRST);
    return new Past(all);
  }

  private static boolean sameKind(String one, String other) {
    return one.charAt(0) == other.charAt(0);
  }

  boolean isEmpty() {
    return earlier.isEmpty();
  }

  /** Whether an event with the same version said the same: then this one only says it again. */
  boolean has(Observation seen) {
    String version = java.util.Objects.requireNonNull(seen.version()).sortable();
    return earlier.stream()
        .takeWhile(e -> e.version().equals(version))
        .anyMatch(e -> e.sighting().agrees(seen.fields()));
  }

  /** The values the record had then. */
  Map<String, Observed> state() {
    Map<String, Observed> state = new HashMap<>();
    earlier.forEach(e -> e.sighting().observed().forEach(o -> state.putIfAbsent(o.field(), o)));
    return state;
  }

  /** Who read the record then; nothing where that was not kept. */
  @Nullable Gates gates() {
    return earlier.stream()
        .map(e -> e.sighting().gates())
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /**
   * What the record may have as a field, as if an event had not come: the value that the last event
   * gave it that came in its turn, or one of late events behind that, which may still wait to be
   * told.
   */
  Set<Value> values(String field, long without) {
    Set<Value> values = new HashSet<>();
    for (Earlier e : earlier) {
      Value value = e.event() == without ? null : e.sighting().values().get(field);
      if (value != null) {
        values.add(value);
        if (!e.sighting().late()) {
          break;
        }
      }
    }
    return values;
  }
}
