package io.causerie.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers that are missing in transactions. Most times nothing is missing: a change of an object
 * that the channel does not have takes a number, too, and the two look the same. So a hole is no
 * break. The records of the transaction's objects that were changed when it was made are asked for,
 * once, and those that no event has told of are read back. It costs a query an object, and no more
 * than one a minute, however many holes there are. Used by one thread.
 */
final class Holes {
  private static final Logger LOG = LoggerFactory.getLogger(Holes.class);

  /** What was missed by all of this is found by the reconciliation. */
  private static final int WAITING = 20;

  private static final int ROWS = 200;
  private static final int TOLD = 5_000;
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /** How long before a change that was told another of its transaction may have been made. */
  private static final Duration BEFORE = Duration.ofSeconds(10);

  private static final Duration AFTER = Duration.ofSeconds(1);

  private final Org org;
  private final Declared declared;
  private final Rows rows;
  private final List<Hole> waiting = new ArrayList<>();
  private final Set<String> told =
      Collections.newSetFromMap(
          new LinkedHashMap<String, Boolean>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > TOLD;
            }
          });
  private @Nullable Transaction current;
  private boolean begun;
  private Instant next = Instant.MIN;

  Holes(Org org, Declared declared, Rows rows) {
    this.org = org;
    this.declared = declared;
    this.rows = rows;
  }

  /**
   * Something may be missing of what was done to some objects.
   *
   * @param from when it may have been done at the earliest
   */
  private record Hole(String transaction, Set<String> objects, Instant from, Instant committed) {}

  /** A transaction on its way. */
  private static final class Transaction {
    private final String key;
    private final Set<String> objects = new LinkedHashSet<>();
    private Instant from;
    private Instant committed;
    private int expected;
    private boolean open;

    /**
     * @param expected the number it begins with
     */
    Transaction(Change.Header header, int expected) {
      this.key = header.transaction();
      this.from = header.committed();
      this.committed = header.committed();
      this.expected = expected;
    }

    void add(Change change) {
      Change.Header header = change.header();
      open |= header.sequence() > expected;
      expected = Math.max(expected, header.sequence() + 1);
      objects.add(header.object());
      committed = header.committed();
      JsonNode said = change.values().get("LastModifiedDate");
      Instant changed =
          said == null ? committed : Times.read(said.asText()).orElse(header.committed());
      from = changed.isBefore(from) ? changed : from;
    }
  }

  /** A stream begins, which may do so in the middle of a transaction. */
  void begin() {
    rest();
    current = null;
    begun = false;
  }

  /** Events came, in their order; of objects that were not declared too. */
  void take(List<Change> changes) {
    for (Change change : changes) {
      Change.Header header = change.header();
      told.addAll(header.ids());
      if (current == null || !current.key.equals(header.transaction())) {
        rest();
        current = new Transaction(header, begun ? 1 : header.sequence());
        begun = true;
      }
      current.add(change);
    }
  }

  /** Nothing more comes for now, so that what is missing of the last one will not. */
  void rest() {
    Transaction last = current;
    if (last == null || !last.open) {
      return;
    }
    last.open = false;
    Set<String> objects = new LinkedHashSet<>(last.objects);
    objects.removeIf(object -> !declared.has(object));
    if (objects.isEmpty()) {
      return;
    }
    waiting.add(new Hole(last.key, objects, last.from.minus(BEFORE), last.committed));
    if (waiting.size() > WAITING) {
      Hole left = waiting.remove(0);
      LOG.info("a hole in {} is left to the reconciliation", left.transaction());
    }
  }

  /** Rows that name what was changed in such a transaction and was not told; none for now. */
  List<SourceRow> look() {
    Instant now = org.clock().instant();
    if (waiting.isEmpty() || now.isBefore(next)) {
      return List.of();
    }
    List<Hole> holes = List.copyOf(waiting);
    waiting.clear();
    next = now.plus(PAUSE);
    List<SourceRow> missed = new ArrayList<>();
    try {
      for (String object : declared.objects()) {
        missed.addAll(
            missed(object, holes.stream().filter(h -> h.objects().contains(object)).toList()));
      }
    } catch (SourceException e) {
      LOG.warn("{} holes are left to the reconciliation: {}", holes.size(), e.getMessage());
    }
    return missed;
  }

  private List<SourceRow> missed(String object, List<Hole> holes) throws SourceException {
    List<SourceRow> missed = new ArrayList<>();
    if (holes.isEmpty()) {
      return missed;
    }
    List<Soql.Span> spans =
        holes.stream().map(h -> new Soql.Span(h.from(), h.committed().plus(AFTER))).toList();
    for (ObjectNode row :
        org.rest().query(Soql.within(List.of("Id"), object, spans, ROWS), false).rows()) {
      String id = Rows.id(object, row);
      if (told.add(id)) {
        Hole hole = holes.get(holes.size() - 1);
        missed.add(rows.missed(object, id, hole.transaction(), hole.committed()));
      }
    }
    return missed;
  }
}
