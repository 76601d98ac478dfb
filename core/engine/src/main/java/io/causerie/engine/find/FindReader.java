package io.causerie.engine.find;

import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.journal.JournalLine;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the index of records' words behind the commits, so that nobody who writes waits for it. It
 * writes what a record is called when it looks, whatever line had it look: so it may look twice.
 */
public final class FindReader implements JournalReader {
  private static final int AT_ONCE = 500;

  @Override
  public String name() {
    return "find";
  }

  @Override
  public void read(Handle h, List<JournalLine> lines) {
    Set<Long> changed = new TreeSet<>();
    for (JournalLine line : lines) {
      // What is said of a record is not what it is called.
      if (line.note() == null && line.what() != What.REACTED) {
        changed.add(line.record().value());
      }
    }
    if (!changed.isEmpty()) {
      write(h, RecordStore.byId(h, changed).values());
    }
  }

  @Override
  public boolean rebuilds() {
    return true;
  }

  @Override
  public @Nullable String rebuild(Handle h, @Nullable String after) {
    List<TrackedRecord> some =
        RecordStore.walk(h, after == null ? Long.MIN_VALUE : Long.parseLong(after), AT_ONCE);
    write(h, some);
    return some.size() < AT_ONCE ? null : String.valueOf(some.get(some.size() - 1).id());
  }

  private void write(Handle h, Collection<TrackedRecord> some) {
    Set<Long> gone = new HashSet<>();
    Map<Long, TrackedRecord> records = new HashMap<>();
    Set<Long> others = new HashSet<>();
    for (TrackedRecord record : some) {
      Long into = record.mergedInto();
      if (into == null) {
        records.put(record.id(), record);
      } else {
        gone.add(record.id());
        others.add(into);
      }
    }
    others.removeAll(records.keySet());
    if (!others.isEmpty()) {
      RecordStore.byId(h, others).values().stream()
          .filter(record -> record.mergedInto() == null)
          .forEach(record -> records.put(record.id(), record));
    }
    if (!records.isEmpty()) {
      gone.addAll(FindStore.mergedInto(h, records.keySet()));
    }
    Map<Long, List<String>> keys = RecordStore.keys(h, records.keySet());
    Map<Long, Called> called = new HashMap<>();
    records.forEach(
        (id, record) ->
            called.put(
                id, Called.of(record, keys.getOrDefault(id, new ArrayList<>()), field -> true)));
    FindStore.write(h, called, gone);
    TypeStore.add(h, records.values());
  }
}
