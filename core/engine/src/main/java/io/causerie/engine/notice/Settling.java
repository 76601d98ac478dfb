package io.causerie.engine.notice;

import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.home.Reason;
import io.causerie.engine.notice.Decision.Fact;
import io.causerie.engine.notice.Decision.Open;
import io.causerie.engine.notice.Decision.Told;
import io.causerie.engine.notice.NoticePreferences.When;
import io.causerie.engine.notice.NoticePreferences.Wishes;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import io.causerie.engine.worker.Step;
import io.causerie.engine.worker.Steps;
import io.causerie.engine.worker.Worker;
import io.causerie.model.ActivityId;
import io.causerie.model.RecordId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Decides what is due, and tells it: the decision, what the channels make of it, and that it is
 * decided are one transaction. What a source must be asked about is asked before, while no
 * connection is held; where it does not say, the decision is put off.
 */
final class Settling {
  /** What may have to be told, in one transaction. */
  private static final int AT_ONCE = 200;

  /** Nobody looks more often, whatever the clock says. */
  private static final Duration SHORTEST = Duration.ofMillis(50);

  /** A node that reads nothing of the journal looks so much less often for what others left. */
  private static final int PATIENCE = 4;

  private final Database database;
  private final Clock clock;
  private final Ids ids;
  private final Reads reads;
  private final NoticePreferences preferences;
  private final List<NoticeChannel> channels;
  private final Steps steps;
  private final Duration pace;
  private final Runnable told;
  private final Worker worker = new Worker("notices", this::round);

  /**
   * @param pace how often it looks for what another node has left, about
   * @param told called when inboxes have changed
   */
  Settling(
      Database database,
      Clock clock,
      Ids ids,
      Reads reads,
      NoticeWays ways,
      Steps steps,
      Duration pace,
      Runnable told) {
    this.database = database;
    this.clock = clock;
    this.ids = ids;
    this.reads = reads;
    this.preferences = ways.preferences();
    this.channels = ways.channels();
    this.steps = steps;
    this.pace = pace;
    this.told = told;
  }

  Worker worker() {
    return worker;
  }

  private Duration round() {
    while (true) {
      Instant now = clock.instant();
      Instant next = database.ask(QueueStore::next).orElse(null);
      if (next == null) {
        return pace.multipliedBy(PATIENCE);
      }
      if (next.isAfter(now)) {
        Duration wait = Duration.between(now, next);
        return wait.compareTo(pace) < 0 ? atLeast(wait) : pace;
      }
      if (!decideSome(now)) {
        // Another node has them in hand.
        return SHORTEST;
      }
    }
  }

  private static Duration atLeast(Duration wait) {
    return wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait;
  }

  /** Returns whether anything was settled, or put off. */
  private boolean decideSome(Instant now) {
    List<QueueStore.Due> due = database.ask(h -> QueueStore.due(h, now, AT_ONCE));
    if (due.isEmpty()) {
      return false;
    }
    Map<RecordId, Set<Viewer>> readers = new HashMap<>();
    Map<Long, Long> upTo = new LinkedHashMap<>();
    Set<Reads.Asked> asked = new HashSet<>();
    for (QueueStore.Due one : due) {
      Viewer viewer = new Viewer(one.person());
      readers.computeIfAbsent(new RecordId(one.record()), r -> new HashSet<>()).add(viewer);
      asked.add(new Reads.Asked(viewer, new ActivityId(one.activity())));
      upTo.put(one.queue(), one.position());
    }
    reads.prepare(readers);
    Outcome outcome =
        reads
            .writing()
            .posts(asked, (h, in, undecided) -> settle(h, upTo, in.keySet(), undecided, now));
    steps.reached(Step.NOTICES_COMMITTED);
    if (outcome.told()) {
      told.run();
    }
    return outcome.settled();
  }

  private record Outcome(boolean settled, boolean told) {}

  private Outcome settle(
      Handle h,
      Map<Long, Long> upTo,
      Set<Reads.Asked> reading,
      Set<Reads.Asked> undecided,
      Instant now) {
    Set<Long> taken = QueueStore.take(h, upTo.keySet(), now);
    if (taken.isEmpty()) {
      return new Outcome(false, false);
    }
    steps.reached(Step.NOTICES_TAKEN);
    List<Fact> facts =
        QueueStore.facts(h, taken).stream()
            .filter(fact -> fact.position() <= Objects.requireNonNull(upTo.get(fact.queue())))
            .toList();
    Set<Long> open =
        facts.stream()
            .filter(fact -> undecided.contains(asked(fact)))
            .map(Fact::queue)
            .collect(Collectors.toSet());
    QueueStore.putOff(h, open, now);
    List<Told> all =
        decide(h, facts.stream().filter(f -> !open.contains(f.queue())).toList(), reading, now);
    NoticeStore.tell(h, all);
    steps.reached(Step.NOTICES_DECIDED);
    tell(h, all, now);
    steps.reached(Step.NOTICES_TOLD);
    Map<Long, Long> settled = new LinkedHashMap<>(upTo);
    settled.keySet().retainAll(taken);
    settled.keySet().removeAll(open);
    QueueStore.settled(h, settled, now);
    steps.reached(Step.NOTICES_SETTLED);
    return new Outcome(true, all.stream().anyMatch(one -> one.place() != null));
  }

  private static Reads.Asked asked(Fact fact) {
    return new Reads.Asked(new Viewer(fact.person()), new ActivityId(fact.post().id()));
  }

  private List<Told> decide(Handle h, List<Fact> facts, Set<Reads.Asked> reading, Instant now) {
    if (facts.isEmpty()) {
      return List.of();
    }
    Set<String> persons = facts.stream().map(Fact::person).collect(Collectors.toSet());
    Said said = said(h, facts, persons);
    Map<String, Wishes> wishes = preferences.of(h, persons, now);
    Map<String, Long> places = new HashMap<>(NoticeStore.lock(h, persons));
    Map<String, Map<Long, Open>> open = new HashMap<>();
    NoticeStore.open(h, persons, facts.stream().map(fact -> fact.post().id()).distinct().toList())
        .forEach(
            one ->
                open.computeIfAbsent(one.notice().person(), p -> new HashMap<>())
                    .put(one.notice().activity().value(), one));
    LongSupplier id = ids::next;
    Map<Long, List<Fact>> queues =
        facts.stream()
            .collect(Collectors.groupingBy(Fact::queue, LinkedHashMap::new, Collectors.toList()));
    List<Told> all = new ArrayList<>();
    queues
        .values()
        .forEach(
            queue -> {
              String person = queue.get(0).person();
              Wishes hers = Objects.requireNonNull(wishes.get(person));
              Set<Long> reads = new HashSet<>();
              queue.stream()
                  .filter(fact -> reading.contains(asked(fact)))
                  .forEach(fact -> reads.add(fact.post().id()));
              Decision.of(
                      queue,
                      post -> said.of(person, post),
                      reads,
                      reason -> wants(hers, reason),
                      open.getOrDefault(person, Map.of()),
                      id,
                      now)
                  .forEach(
                      one ->
                          all.add(
                              hers.when(one.notice().reason(), NoticePreferences.PAGE).tells()
                                  ? one.at(places.merge(person, 1L, Long::sum))
                                  : one));
            });
    return all;
  }

  private boolean wants(Wishes hers, Reason reason) {
    return hers.when(reason, NoticePreferences.PAGE).tells()
        || channels.stream().anyMatch(channel -> hers.when(reason, channel.name()).tells());
  }

  /** What some persons say of posts, and of what these are of. */
  private record Said(Map<String, Map<Long, Stance>> stances, List<FollowStore.Broad> broad) {
    Collection<Stance> of(String person, HomeStore.Post post) {
      Map<Long, Stance> hers = stances.getOrDefault(person, Map.of());
      return post.targets(broad).stream()
          .map(hers::get)
          .filter(Objects::nonNull)
          .map(Objects::requireNonNull)
          .toList();
    }
  }

  private static Said said(Handle h, List<Fact> facts, Set<String> persons) {
    List<HomeStore.Post> posts = facts.stream().map(Fact::post).distinct().toList();
    List<FollowStore.Broad> broad =
        FollowStore.broad(
            h,
            posts.stream().map(HomeStore.Post::actor).filter(Objects::nonNull).distinct().toList(),
            posts.stream().map(HomeStore.Post::system).distinct().toList());
    Map<String, Map<Long, Stance>> stances = new HashMap<>();
    FollowStore.said(
            h,
            posts.stream().flatMap(post -> post.targets(broad).stream()).distinct().toList(),
            persons)
        .forEach(
            one ->
                stances
                    .computeIfAbsent(one.person(), p -> new HashMap<>())
                    .put(one.stance().target(), one.stance()));
    return new Said(stances, broad);
  }

  private void tell(Handle h, List<Told> all, Instant now) {
    List<Told> outside = all.stream().filter(one -> !one.muted()).toList();
    if (outside.isEmpty() || channels.isEmpty()) {
      return;
    }
    Map<String, Wishes> wishes =
        preferences.of(
            h, outside.stream().map(one -> one.notice().person()).collect(Collectors.toSet()), now);
    for (NoticeChannel channel : channels) {
      List<NoticeChannel.Telling> tellings = new ArrayList<>();
      for (Told one : outside) {
        Notice notice = one.notice();
        When when =
            Objects.requireNonNull(wishes.get(notice.person()))
                .when(notice.reason(), channel.name());
        if (when.tells()) {
          tellings.add(
              new NoticeChannel.Telling(notice, when.until() == null ? now : when.until()));
        }
      }
      if (!tellings.isEmpty()) {
        channel.tell(h, tellings);
      }
    }
  }
}
