package io.causerie.engine.live;

import io.causerie.engine.access.Premise;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.feed.ActivityViews;
import io.causerie.engine.journal.JournalItem;
import io.causerie.engine.people.Actors;
import io.causerie.engine.record.Records;
import io.causerie.engine.store.Database;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for those who have pages open. Each node reads all of it for its own readers;
 * what a line costs does not grow with their number. Knows no connection and holds no thread: safe
 * for use by many, made for one that asks again and again.
 */
public final class Live {
  private final Database database;
  private final Reads reads;
  private final LiveLines lines;

  public Live(Database database, Reads reads, Records records, ActivityViews posts, Actors actors) {
    this.database = database;
    this.reads = reads;
    this.lines = new LiveLines(records, posts, actors);
  }

  /**
   * Which positions one can go on from.
   *
   * @param removed up to here lines have been removed
   * @param position of the newest line
   */
  public record Span(long removed, long position) {
    /** Whether nothing is missed by whoever goes on from a position that she was given. */
    public boolean holds(long after) {
      return removed <= after && after <= position;
    }
  }

  public Span span() {
    return database.read(LiveSql::span);
  }

  /**
   * Where whoever begins to follow a record is told to go on from: she misses no line that comes,
   * and learns nothing of what she may not know of.
   *
   * @param internal for whom the internal lane lets in
   * @param customer for others
   */
  public record Beginning(long internal, long customer) {}

  /** Where to begin, by record. */
  public Map<RecordId, Beginning> beginnings(Collection<RecordId> records) {
    return records.isEmpty() ? Map.of() : database.ask(h -> LiveSql.last(h, records));
  }

  /**
   * The lines after a position, for whoever reads along.
   *
   * @param readers who reads a record along; asked for each record that there are lines of
   */
  public Round next(
      long after, int most, Function<RecordId, ? extends Collection<Viewer>> readers) {
    LiveSql.Found found = database.read(h -> LiveSql.next(h, after, most));
    Map<RecordId, Collection<Viewer>> heard = new HashMap<>();
    for (RecordId record : found.lines().keySet()) {
      Collection<Viewer> viewers = readers.apply(record);
      if (!viewers.isEmpty()) {
        heard.put(record, viewers);
      }
    }
    return lines(found.last(after), found, heard);
  }

  /**
   * The lines that those missed who come back.
   *
   * @param missed by record, the position to go on from
   * @param upTo where the lines end that are told otherwise
   * @return whoever is not in it may not know of the record
   */
  public Round since(
      Map<RecordId, Long> missed,
      long upTo,
      int most,
      Function<RecordId, ? extends Collection<Viewer>> readers) {
    LiveSql.Found found = database.read(h -> LiveSql.since(h, missed, upTo, most));
    Map<RecordId, Collection<Viewer>> heard = new HashMap<>();
    missed.keySet().forEach(record -> heard.put(record, readers.apply(record)));
    return lines(found.count() < most ? upTo : found.last(upTo), found, heard);
  }

  private Round lines(
      long position, LiveSql.Found found, Map<RecordId, Collection<Viewer>> readers) {
    Map<RecordId, Map<Viewer, List<LiveLine>>> told = new HashMap<>();
    Map<RecordId, Set<Viewer>> undecided = new HashMap<>();
    Map<RecordId, Set<Viewer>> internal = new HashMap<>();
    AtomicReference<@Nullable Premise> premise = new AtomicReference<>();
    if (!readers.isEmpty()) {
      database.reading(
          h ->
              readers.forEach(
                  (record, viewers) -> {
                    Reads.Standings standings = reads.standings(h, record, viewers);
                    premise.set(standings.premise());
                    List<JournalItem> items = found.lines().getOrDefault(record, List.of());
                    told.put(record, lines(h, items, standings.in()));
                    internal.put(
                        record,
                        standings.in().entrySet().stream()
                            .filter(in -> in.getValue().internal())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()));
                    if (!standings.undecided().isEmpty()) {
                      undecided.put(record, standings.undecided());
                    }
                  }));
    }
    return new Round(position, found.count(), told, undecided, internal, premise.get());
  }

  /** What readers may do with a record now. */
  public Reads.Standings standings(RecordId record, Collection<Viewer> viewers) {
    return database.read(h -> reads.standings(h, record, viewers));
  }

  /**
   * Asks the sources of some records what they have not decided lately for their readers; waits for
   * them as long as a reader does. Afterwards what they have answered is decided.
   */
  public void ask(Map<RecordId, ? extends Collection<Viewer>> readers) {
    reads.prepare(readers);
  }

  private Map<Viewer, List<LiveLine>> lines(
      Handle h, List<JournalItem> items, Map<Viewer, Standing> standings) {
    Map<Viewer, List<LiveLine>> told = new HashMap<>();
    if (standings.isEmpty()) {
      return told;
    }
    standings.keySet().forEach(viewer -> told.put(viewer, new ArrayList<>()));
    LiveLines.Read read = lines.read(h, items, standings.values());
    for (JournalItem item : items) {
      LiveLines.Telling telling = read.of(item);
      standings.forEach(
          (viewer, standing) ->
              telling.to(standing).ifPresent(Objects.requireNonNull(told.get(viewer))::add));
    }
    return told;
  }
}
