package io.causerie.engine.activity;

import io.causerie.engine.access.Gates;
import io.causerie.model.Localized;
import io.causerie.model.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One tracked field that changed.
 *
 * @param from absent where the earlier value is not known
 * @param restricted the groups that may see it; empty: all readers
 * @param readThen who read the record while it had the earlier value, and so may be told of that;
 *     absent where those read what tells of the change
 */
public record FieldChange(
    String field,
    Localized label,
    @Nullable Value from,
    Value to,
    Set<String> restricted,
    @Nullable Gates readThen) {

  /**
   * The same change.
   *
   * @param then who read the record before it; absent where that is not known
   * @param now who reads it since; absent where that is not known
   */
  public FieldChange between(@Nullable Gates then, @Nullable Gates now) {
    boolean tells = from == null || then == null || then.equals(now);
    return new FieldChange(field, label, from, to, restricted, tells ? null : then);
  }

  /** Of each the groups that may see it. */
  public static List<Set<String>> restricted(List<FieldChange> changes) {
    return changes.stream().map(FieldChange::restricted).toList();
  }

  /** Those of a time. */
  public static List<FieldChange> between(
      List<FieldChange> changes, @Nullable Gates then, @Nullable Gates now) {
    return changes.stream().map(c -> c.between(then, now)).toList();
  }

  /**
   * Several steps as one: the first value and the last. A field that is back where it was is left
   * out, unless nothing else is left to tell.
   */
  public static List<FieldChange> fold(List<List<FieldChange>> steps) {
    Map<String, FieldChange> folded = new LinkedHashMap<>();
    for (List<FieldChange> step : steps) {
      for (FieldChange change : step) {
        folded.merge(change.field(), change, FieldChange::then);
      }
    }
    List<FieldChange> told = new ArrayList<>(folded.values());
    told.removeIf(change -> change.to().equals(change.from()));
    return told.isEmpty() ? List.copyOf(folded.values()) : told;
  }

  private FieldChange then(FieldChange later) {
    return new FieldChange(field, later.label(), from, later.to(), later.restricted(), readThen);
  }
}
