package io.causerie.engine.people;

import io.causerie.engine.access.RightsStore;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.store.Ids;
import io.causerie.model.SourceActor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Users of source systems as their events name them. An actor that nobody is matched to is shown as
 * the source calls her; when an identity explains her later she is joined, and all her posts show
 * the person, without being rewritten.
 */
public final class SourceActors {
  /** The job that joins actors; its subject is their rows, or empty for all. */
  public static final String JOIN = "join-actors";

  private static final int ROWS_A_JOB = 25;
  private static final Duration SAID_AGAIN = Duration.ofMinutes(1);

  private final Clock clock;
  private final Ids ids;
  private final Jobs jobs;
  private final Supplier<Set<String>> matchedByEmail;

  /**
   * @param matchedByEmail the systems of today in which a verified address says who somebody is
   */
  public SourceActors(Clock clock, Ids ids, Jobs jobs, Supplier<Set<String>> matchedByEmail) {
    this.clock = clock;
    this.ids = ids;
    this.jobs = jobs;
    this.matchedByEmail = matchedByEmail;
    jobs.handle(JOIN, this::join);
  }

  /** An actor's row, and who she is if that is known. */
  public record Row(long id, @Nullable String person) {}

  /** The key of an actor. */
  public record Key(String system, String id) {}

  /**
   * What an event says of who acted.
   *
   * @param at when it happened; of two events the later one knows the name better
   */
  public record Said(SourceActor actor, Instant at) {
    /** The later one. */
    public Said or(Said other) {
      return other.at().isBefore(at) ? this : other;
    }
  }

  record Stored(
      Row row, @Nullable String name, @Nullable String email, Instant told, boolean erased) {}

  /**
   * Finds or makes the rows of actors of one group of events; names and addresses follow the newest
   * event. Only these rows are matched to persons here, the rest by a job.
   */
  public Map<Key, Row> resolve(Handle h, Map<Key, Said> actors) {
    if (actors.isEmpty()) {
      return Map.of();
    }
    Map<Key, Stored> stored = SourceActorStore.find(h, actors.keySet());
    Set<Key> added = new LinkedHashSet<>();
    List<Long> told = new ArrayList<>();
    for (Key key : new TreeMap<>(byText(actors)).values()) {
      Said said = Objects.requireNonNull(actors.get(key));
      Stored before = stored.get(key);
      if (before == null) {
        SourceActorStore.insert(h, ids.next(), key, said);
        added.add(key);
      } else if (isNews(before, said)) {
        SourceActorStore.update(h, before.row().id(), said);
        calledOtherwise(h);
        told.add(before.row().id());
      } else if (isLater(before, said)) {
        SourceActorStore.update(h, before.row().id(), said);
      }
    }
    if (!added.isEmpty()) {
      stored.putAll(SourceActorStore.find(h, added));
      added.forEach(key -> told.add(Objects.requireNonNull(stored.get(key)).row().id()));
    }
    Map<Key, Row> rows = new HashMap<>();
    stored.forEach((key, s) -> rows.put(key, s.row()));
    if (!told.isEmpty()) {
      match(h, told);
      SourceActorStore.find(h, actors.keySet()).forEach((key, s) -> rows.put(key, s.row()));
      // A person whom another transaction brings just now is not seen by this one.
      later(h, told);
    }
    return rows;
  }

  /** Whoever was erased keeps neither name nor address, whatever a source still sends. */
  private static boolean isNews(Stored before, Said said) {
    boolean other =
        (said.actor().name() != null && !said.actor().name().equals(before.name()))
            || (said.actor().email() != null && !said.actor().email().equals(before.email()));
    return other && !before.erased() && !said.at().isBefore(before.told());
  }

  /**
   * Whether it is said again, and so much later that it is worth a row to know since when an older
   * event is no news.
   */
  private static boolean isLater(Stored before, Said said) {
    return !before.erased() && said.at().isAfter(before.told().plus(SAID_AGAIN));
  }

  /** User names count as one whether they are written small or large. */
  static String matchKey(String userName) {
    return userName.toLowerCase(Locale.ROOT);
  }

  private static Map<String, Key> byText(Map<Key, Said> actors) {
    Map<String, Key> sorted = new HashMap<>();
    actors.keySet().forEach(key -> sorted.put(key.system() + "\n" + key.id(), key));
    return sorted;
  }

  void joinLater(Handle h) {
    jobs.add(h, JOIN, "");
  }

  private void later(Handle h, List<Long> rows) {
    for (int i = 0; i < rows.size(); i += ROWS_A_JOB) {
      jobs.add(
          h,
          JOIN,
          rows.subList(i, Math.min(rows.size(), i + ROWS_A_JOB)).stream()
              .map(String::valueOf)
              .collect(Collectors.joining(",")));
    }
  }

  private void join(Handle h, String subject) {
    List<Long> rows =
        subject.isEmpty() ? null : Stream.of(subject.split(",")).map(Long::valueOf).toList();
    if (match(h, rows) > 0) {
      calledOtherwise(h);
    }
  }

  private int match(Handle h, @Nullable List<Long> rows) {
    int matched = SourceActorStore.matchByName(h, rows);
    Set<String> systems = matchedByEmail.get();
    return systems.isEmpty() ? matched : matched + SourceActorStore.matchByEmail(h, systems, rows);
  }

  /** Posts of earlier events call her so, too, and no line of theirs says it. */
  private void calledOtherwise(Handle h) {
    RightsStore.raise(h, clock);
  }

  /** Who an actor is: a person, or just a name. */
  public record ActorRow(@Nullable String person, String name) {}
}
