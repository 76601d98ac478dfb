package io.causerie.engine.find;

import io.causerie.engine.people.Folded;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to find.
 *
 * @param query as she typed it
 * @param words the same, folded; none: whatever there is
 * @param system of one system alone; absent: of any
 * @param type of one type of it
 */
public record Asked(
    String query, List<String> words, @Nullable String system, @Nullable String type) {
  private static final int MAX_QUERY = 200;
  private static final int MAX_WORDS = 8;

  public Asked {
    words = List.copyOf(words);
  }

  /** More than a line is not looked at. */
  public static Asked of(String query, @Nullable String system, @Nullable String type) {
    String line = query.length() <= MAX_QUERY ? query : query.substring(0, MAX_QUERY);
    return new Asked(
        query, Folded.typed(line).stream().distinct().limit(MAX_WORDS).toList(), system, type);
  }

  /** The beginning of the types that it is of, or the one type. */
  String types() {
    return Called.type(Objects.requireNonNull(system), type == null ? "" : type);
  }

  boolean isOf(String ofType) {
    return (system == null || ofType.startsWith(system + Called.SEPARATOR))
        && (type == null || ofType.endsWith(Called.SEPARATOR + type));
  }
}
