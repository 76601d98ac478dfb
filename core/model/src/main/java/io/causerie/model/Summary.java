package io.causerie.model;

import java.util.Map;

/**
 * A sentence that is written only when its reader is known.
 *
 * <p>The template names values in braces, {@code "{actor} changed {changes}"}. {@code actor},
 * {@code record} and {@code changes} are given by the engine, the others by {@code values}. A
 * literal brace is written twice.
 *
 * @param template the sentence, a text a language
 * @param values the values the template may name
 */
public record Summary(Localized template, Map<String, Value> values) {
  public Summary {
    values = Map.copyOf(values);
  }
}
