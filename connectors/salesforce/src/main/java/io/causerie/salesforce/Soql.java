package io.causerie.salesforce;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries, of names that were checked and values that are escaped here. */
final class Soql {
  static final String CHANGED = "SystemModstamp";

  private Soql() {}

  static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  static String in(Collection<String> texts) {
    return texts.stream().map(Soql::quoted).collect(Collectors.joining(",", "(", ")"));
  }

  private static String select(Collection<String> fields, String object) {
    return "SELECT " + String.join(",", fields) + " FROM " + object;
  }

  private static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /** Rows in the order in which they were changed, behind a place. */
  static String changed(
      Collection<String> fields,
      String object,
      List<String> conditions,
      Instant from,
      @Nullable String behind,
      @Nullable Instant until,
      int limit) {
    List<String> all = new java.util.ArrayList<>(conditions);
    String at = Times.literal(from);
    all.add(
        behind == null
            ? CHANGED + " >= " + at
            : "(%1$s > %2$s OR (%1$s = %2$s AND Id > %3$s))"
                .formatted(CHANGED, at, quoted(behind)));
    if (until != null) {
      all.add(CHANGED + " <= " + Times.literal(until));
    }
    return select(fields, object)
        + where(all)
        + " ORDER BY %s, Id LIMIT %d".formatted(CHANGED, limit);
  }

  /** How many of these there are. */
  static String count(
      String object, List<String> conditions, Instant from, @Nullable Instant until) {
    List<String> all = new java.util.ArrayList<>(conditions);
    all.add(CHANGED + " >= " + Times.literal(from));
    if (until != null) {
      all.add(CHANGED + " <= " + Times.literal(until));
    }
    return "SELECT COUNT() FROM " + object + where(all);
  }

  /** Rows in the order of their ids. */
  static String ids(
      Collection<String> fields,
      String object,
      List<String> conditions,
      @Nullable String behind,
      int limit) {
    List<String> all = new java.util.ArrayList<>(conditions);
    if (behind != null) {
      all.add("Id > " + quoted(behind));
    }
    return select(fields, object) + where(all) + " ORDER BY Id LIMIT " + limit;
  }

  /** Both ends included. */
  record Span(Instant from, Instant to) {}

  /** Rows that were changed within some times. */
  static String within(Collection<String> fields, String object, List<Span> spans, int limit) {
    String times =
        spans.stream()
            .map(
                span ->
                    "(%1$s >= %2$s AND %1$s <= %3$s)"
                        .formatted(CHANGED, Times.literal(span.from()), Times.literal(span.to())))
            .collect(Collectors.joining(" OR ", "(", ")"));
    return select(fields, object)
        + where(List.of(times))
        + " ORDER BY %s, Id LIMIT %d".formatted(CHANGED, limit);
  }

  static String byId(Collection<String> fields, String object, Collection<String> ids) {
    return select(fields, object) + " WHERE Id IN " + in(ids);
  }
}
