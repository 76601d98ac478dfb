package io.causerie.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sentence that is written only when its reader is known.
 *
 * <p>The template names values in braces, {@code "{actor} changed {changes}"}. {@code actor},
 * {@code record} and {@code changes} are given by the engine, the others by {@code values}. A
 * literal brace is written twice.
 *
 * @param template the sentence, a text a language
 * @param you the sentence for a reader who did it herself; absent: the same, with her name
 * @param values the values the template may name
 */
public record Summary(Localized template, @Nullable Localized you, Map<String, Value> values) {
  public Summary {
    values = Map.copyOf(values);
  }

  /** A sentence that is the same for whoever reads it. */
  public static Summary of(Localized template, Map<String, Value> values) {
    return new Summary(template, null, values);
  }
}
