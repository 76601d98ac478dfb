package io.causerie.engine.ingest;

import io.causerie.engine.NotFoundException;
import io.causerie.engine.Page;
import io.causerie.engine.discussion.SourceNotes;
import io.causerie.engine.store.Cursor;
import io.causerie.engine.store.Database;
import io.causerie.model.EventId;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stored events, for operators. */
public final class Events {
  private static final int CAUSES = 100;
  private static final int CHOSEN = 10_000;
  private static final int TOGETHER = 500;
  private static final int LOOKED_THROUGH = 10_000;
  private static final int TYPES = 50;

  private final Database database;
  private final Ingest ingest;
  private final Figures figures;

  Events(Database database, Ingest ingest, Figures figures) {
    this.database = database;
    this.ingest = ingest;
    this.figures = figures;
  }

  /**
   * Newest first.
   *
   * @param fate absent: of every fate
   * @param cause absent: of every cause
   */
  public Page<EventView> list(
      String connector,
      @Nullable Fate fate,
      @Nullable String cause,
      @Nullable String cursor,
      int limit) {
    long before = Cursor.before(Cursor.Of.EVENTS, cursor);
    List<EventView> found =
        database.read(h -> EventStore.list(h, connector, fate, cause, before, limit + 1));
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    List<EventView> shown = found.subList(0, limit);
    return new Page<>(shown, Cursor.of(shown.get(limit - 1).id().value()).write(Cursor.Of.EVENTS));
  }

  /**
   * Newest first, those whose id or subject begins with a text, or whose reason has it, whatever
   * the case of letters. Looks at ten thousand events a page: a page may hold fewer than asked for,
   * even none, and have a next one.
   *
   * @param fate absent: of every fate
   * @param cause absent: of every cause
   * @param text what is looked for; absent: whatever it says
   * @param warned only those with warnings
   */
  public Page<EventView> search(
      String connector,
      @Nullable Fate fate,
      @Nullable String cause,
      @Nullable String text,
      boolean warned,
      @Nullable String cursor,
      int limit) {
    long before = Cursor.before(Cursor.Of.EVENTS, cursor);
    EventStore.Found found =
        database.read(
            h ->
                EventStore.search(
                    h, connector, fate, cause, text, warned, before, limit, LOOKED_THROUGH));
    Long last = found.last();
    return new Page<>(
        found.events(), last == null ? null : Cursor.of(last).write(Cursor.Of.EVENTS));
  }

  /**
   * Failed events that share a fault.
   *
   * @param cause the short text they share
   * @param newest when the newest of them came
   */
  public record Cause(Phrase cause, long events, Instant newest) {}

  /** How many events of a connector failed and wait for an operator. */
  public long failed(String connector) {
    return figures(connector).failed();
  }

  /** Failed events by their causes, the most frequent first. */
  public List<Cause> causes(String connector) {
    return database.read(h -> EventStore.causes(h, connector, CAUSES));
  }

  /**
   * A type that comes and that no mapping is meant for.
   *
   * @param events how many of those that were looked at have it
   * @param oldest when the first of them came
   * @param newest when the last of them came
   * @param event the last of them
   */
  public record Unmapped(String type, long events, Instant oldest, Instant newest, EventId event) {}

  /**
   * The types of a connector that come and are not mapped.
   *
   * @param types the most frequent first, fifty at most
   * @param others how many types there are besides
   * @param all whether all events were looked at, and not the newest ten thousand alone
   */
  public record UnmappedTypes(List<Unmapped> types, int others, boolean all) {
    public UnmappedTypes {
      types = List.copyOf(types);
    }
  }

  /**
   * The types of which events were ignored since no mapping is meant for them, and which are not
   * mapped by now. Looks at the newest ten thousand such events: whatever a source sends, it costs
   * no more, and nothing is kept of it but the events.
   */
  public UnmappedTypes unmapped(String connector) {
    List<Unmapped> came = database.read(h -> EventStore.unmapped(h, connector, LOOKED_THROUGH));
    boolean all = came.stream().mapToLong(Unmapped::events).sum() < LOOKED_THROUGH;
    List<Unmapped> types =
        came.stream().filter(type -> ingest.isUnmapped(connector, type.type())).toList();
    int shown = Math.min(types.size(), TYPES);
    return new UnmappedTypes(types.subList(0, shown), types.size() - shown, all);
  }

  /** Of those events, some of one type, newest first. */
  public List<EventView> unmapped(String connector, String type, int limit) {
    return database.read(h -> EventStore.unmapped(h, connector, type, LOOKED_THROUGH, limit));
  }

  /**
   * How many events of a connector there are.
   *
   * @param day those of the last day, by their fates; counts no more than a hundred thousand
   * @param hour those of the last hour; counts no more than a hundred thousand
   * @param failed those that wait for an operator
   */
  public record Counted(Map<Fate, Long> day, long hour, long failed) {
    public Counted {
      day = Map.copyOf(day);
    }
  }

  /** The figures of a connector, kept: looking costs nothing. */
  public Counted figures(String connector) {
    return figures.of(connector);
  }

  /**
   * Of some events, those whose record is as they told it.
   *
   * @param deleted whether they tell that it is gone; else that it is there
   */
  public Set<EventId> standing(Collection<EventId> events, boolean deleted) {
    Set<Long> ids =
        events.isEmpty()
            ? Set.of()
            : database.read(
                h -> EventStore.standing(h, events.stream().map(EventId::value).toList(), deleted));
    return ids.stream().map(EventId::new).collect(Collectors.toSet());
  }

  /** Which failed events an operator means: these, or all that share a cause, or all. */
  public record Choice(@Nullable List<EventId> ids, @Nullable String cause) {}

  /**
   * What became of events that were replayed together.
   *
   * @param notFailed of those that were asked for how many are no failed events, and were left
   */
  public record Replayed(int replayed, int posted, int ignored, int failed, int notFailed) {}

  /**
   * Replays failed events, oldest first, through the same code as new ones.
   *
   * @return when all have their fates
   */
  public Replayed replay(String connector, Choice choice) {
    List<EventView> chosen = chosen(connector, choice);
    Map<Fate, Integer> became = new EnumMap<>(Fate.class);
    for (int i = 0; i < chosen.size(); i += TOGETHER) {
      List<CompletableFuture<EventOutcome>> answers = new ArrayList<>();
      for (EventView event : chosen.subList(i, Math.min(chosen.size(), i + TOGETHER))) {
        answers.add(ingest.replay(event).toCompletableFuture());
      }
      answers.forEach(a -> became.merge(outcome(a).fate(), 1, Integer::sum));
    }
    return new Replayed(
        chosen.size(),
        became.getOrDefault(Fate.POSTED, 0),
        became.getOrDefault(Fate.IGNORED, 0),
        became.getOrDefault(Fate.FAILED, 0),
        choice.ids() == null ? 0 : Set.copyOf(choice.ids()).size() - chosen.size());
  }

  private static EventOutcome outcome(CompletableFuture<EventOutcome> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Failed events become ignored, with the reason; their bytes stay. Returns how many. */
  public int discard(String connector, Choice choice, String by, String reason) {
    List<Long> ids = chosen(connector, choice).stream().map(e -> e.id().value()).toList();
    int discarded =
        database.write(
            h -> EventStore.discard(h, connector, ids, FateWording.DISCARDED.with(by, reason)));
    figures.forget(connector);
    return discarded;
  }

  /** At most ten thousand at once: an operator who has more calls again. */
  private List<EventView> chosen(String connector, Choice choice) {
    List<EventView> chosen = new ArrayList<>();
    if (choice.ids() != null) {
      Set.copyOf(choice.ids()).forEach(id -> find(connector, id).ifPresent(chosen::add));
      chosen.removeIf(event -> event.fate() != Fate.FAILED);
    } else {
      chosen.addAll(
          database.read(
              h ->
                  EventStore.list(
                      h, connector, Fate.FAILED, choice.cause(), Long.MAX_VALUE, CHOSEN)));
    }
    chosen.sort(Comparator.comparing(event -> event.id().value()));
    return chosen;
  }

  /** Where the comments stand that some events told of, by event. */
  public Map<EventId, SourceNotes.Place> comments(Collection<EventId> events) {
    Map<EventId, SourceNotes.Place> places = new HashMap<>();
    List<Long> ids = events.stream().map(EventId::value).toList();
    if (!ids.isEmpty()) {
      database
          .read(h -> SourceNotes.places(h, ids))
          .forEach((id, place) -> places.put(new EventId(id), place));
    }
    return places;
  }

  public Optional<EventView> find(String connector, EventId event) {
    return database.read(h -> EventStore.find(h, connector, event.value()));
  }

  /**
   * Maps and posts a stored event again, through the same code as a new one; an event that is
   * posted already stays as it is.
   *
   * @throws NotFoundException if the connector has no such event
   */
  public CompletionStage<EventOutcome> replay(String connector, EventId event) {
    EventView stored =
        find(connector, event).orElseThrow(() -> new NotFoundException("event " + event));
    return ingest.replay(stored);
  }
}
