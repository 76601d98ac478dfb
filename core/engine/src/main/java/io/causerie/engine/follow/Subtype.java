package io.causerie.engine.follow;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kinds of what happens, to which a follow may be confined. */
public enum Subtype {
  /** A record was created. */
  CREATED,
  /** Fields changed. */
  CHANGED,
  /** Something else happened in the source. */
  EVENT,
  /** Somebody wrote. */
  TALK;

  /** The word used in the HTTP API, and stored. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** As it is stored; null stands for all of them. */
  static @Nullable String write(Set<Subtype> all) {
    return all.isEmpty()
        ? null
        : all.stream().map(Subtype::word).sorted().collect(Collectors.joining(" "));
  }

  /** What is stored; empty stands for all of them. */
  static Set<Subtype> read(@Nullable String stored) {
    Set<Subtype> all = new TreeSet<>();
    if (stored != null) {
      Arrays.stream(stored.split(" "))
          .map(word -> valueOf(word.toUpperCase(java.util.Locale.ROOT)))
          .forEach(all::add);
    }
    return all;
  }
}
