package io.causerie.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Walks all that points at something, since no foreign key does. */
final class Orphans {
  /** A column and what it points at; of an absent value nothing is asked. */
  private record Pointer(String table, String column, String target) {}

  private static final List<Pointer> POINTERS =
      List.of(
          new Pointer("audience_principal", "audience_id", "audience"),
          new Pointer("record", "audience_id", "audience"),
          new Pointer("record", "customer_audience_id", "audience"),
          new Pointer("record_alias", "record_id", "record"),
          new Pointer("record_gate", "record_id", "record"),
          new Pointer("record_gate", "audience_id", "audience"),
          new Pointer("follow", "record_id", "record"),
          new Pointer("read_mark", "record_id", "record"),
          new Pointer("event_key", "event_id", "event"),
          new Pointer("event", "record_id", "record"),
          new Pointer("hint", "event_id", "event"),
          new Pointer("source_row", "event_id", "event"),
          new Pointer("source_row", "record_id", "record"),
          new Pointer("activity", "record_id", "record"),
          new Pointer("activity", "audience_id", "audience"),
          new Pointer("contribution", "activity_id", "activity"),
          new Pointer("contribution", "event_id", "event"),
          new Pointer("contribution", "record_id", "record"),
          new Pointer("note", "activity_id", "activity"),
          new Pointer("note", "record_id", "record"),
          new Pointer("live", "record_id", "record"),
          new Pointer("live", "activity_id", "activity"),
          new Pointer("live", "note_id", "note"),
          new Pointer("live", "audience_id", "audience"));

  private Orphans() {}

  /** Each kind of row without the one it points at, and how many of them there are. */
  static List<String> of(ToLongFunction<String> count) {
    List<String> orphans = new ArrayList<>();
    for (Pointer p : POINTERS) {
      long lost =
          count.applyAsLong(
              "select count(*) from %s c where c.%s is not null and not exists (select 1 from %s p where p.id = c.%s)"
                  .formatted(p.table(), p.column(), p.target(), p.column()));
      if (lost > 0) {
        orphans.add("%s.%s: %d".formatted(p.table(), p.column(), lost));
      }
    }
    return orphans;
  }

  /** The columns that are walked, as {@code table.column}. */
  static Set<String> walked() {
    Set<String> walked = new TreeSet<>();
    POINTERS.forEach(p -> walked.add(p.table() + "." + p.column()));
    return walked;
  }
}
