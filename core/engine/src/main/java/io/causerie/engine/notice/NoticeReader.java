package io.causerie.engine.notice;

import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.home.HomeStore;
import io.causerie.engine.home.Reason;
import io.causerie.engine.home.Tidings;
import io.causerie.engine.journal.JournalLine;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.store.Ids;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Lets what somebody may have to be told wait until it is decided. Whom it concerns is said here,
 * and all that may speak against it is asked when it is decided. A transaction takes as many lines
 * as write about as many rows as it may, one line at least.
 */
final class NoticeReader implements JournalReader {
  static final String NAME = "notices";

  /** Rows that a transaction writes, about. */
  private static final int ROWS = 5_000;

  /** Lines that are looked at together. */
  private static final int LINES = 200;

  /**
   * What more than so many follow is told to none of them but in her home: whoever wants all of it
   * told looks there.
   */
  private static final int MOST_FOLLOWERS = 1_000;

  private final Ids ids;
  private final NoticePreferences preferences;
  private final Runnable queued;

  /**
   * @param queued called when something waits
   */
  NoticeReader(Ids ids, NoticePreferences preferences, Runnable queued) {
    this.ids = ids;
    this.preferences = preferences;
    this.queued = queued;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void read(Handle h, List<JournalLine> lines) {
    readSome(h, lines);
  }

  @Override
  public void committed() {
    queued.run();
  }

  @Override
  public int readSome(Handle h, List<JournalLine> lines) {
    List<JournalLine> some = lines.subList(0, Math.min(LINES, lines.size()));
    Batch batch = new Batch(h, some);
    List<QueueStore.Candidate> candidates = new ArrayList<>();
    int taken = 0;
    while (taken < some.size() && (taken == 0 || candidates.size() < ROWS)) {
      JournalLine line = some.get(taken);
      batch.tidings.of(line).ifPresent(tiding -> candidates.addAll(batch.candidates(tiding)));
      taken++;
    }
    QueueStore.queue(h, candidates, ids::next);
    return taken;
  }

  /** Some lines, and whom they may concern. */
  private final class Batch {
    final Tidings tidings;
    private final Handle h;
    private final Map<Reason, Boolean> told = new EnumMap<>(Reason.class);
    private final Map<Long, Set<String>> assigned;
    private final Map<Long, Set<String>> followers = new HashMap<>();

    Batch(Handle h, List<JournalLine> lines) {
      this.h = h;
      tidings = Tidings.of(h, lines);
      Collection<HomeStore.Post> posts = tidings.posts();
      assigned = AssignmentSql.of(h, posts);
      if (!posts.isEmpty() && mayTell(Reason.FOLLOW)) {
        follow(h, posts);
      }
    }

    private void follow(Handle h, Collection<HomeStore.Post> posts) {
      List<FollowStore.Broad> broad =
          FollowStore.broad(
              h,
              posts.stream().map(HomeStore.Post::actor).filter(Objects::nonNull).toList(),
              posts.stream().map(HomeStore.Post::system).distinct().toList());
      Map<Long, List<Long>> targets = new HashMap<>();
      posts.forEach(post -> targets.put(post.id(), post.targets(broad)));
      Map<Long, List<FollowStore.Said>> said =
          FollowStore.said(
              h,
              targets.values().stream().flatMap(List::stream).distinct().toList(),
              MOST_FOLLOWERS + 1);
      targets.forEach(
          (post, all) ->
              all.stream()
                  .map(target -> said.getOrDefault(target, List.of()))
                  .filter(some -> some.size() <= MOST_FOLLOWERS)
                  .flatMap(List::stream)
                  .filter(one -> one.stance().follows())
                  .forEach(
                      one ->
                          followers.computeIfAbsent(post, p -> new HashSet<>()).add(one.person())));
    }

    List<QueueStore.Candidate> candidates(Tidings.Tiding tiding) {
      Map<String, Reason> concerned = new HashMap<>();
      long post = tiding.post().id();
      if (!tiding.edited()) {
        add(concerned, followers.getOrDefault(post, Set.of()), Reason.FOLLOW);
      }
      add(concerned, tiding.inGroups(), Reason.GROUP_MENTION);
      if (tiding.note() == null) {
        add(concerned, assigned.getOrDefault(post, Set.of()), Reason.ASSIGNMENT);
      } else if (!tiding.edited()) {
        add(concerned, tiding.answered(), Reason.REPLY);
      }
      add(concerned, tiding.named(), Reason.MENTION);
      concerned.remove(tiding.doer());
      List<QueueStore.Candidate> candidates = new ArrayList<>();
      concerned.forEach((person, reason) -> candidates.add(candidate(tiding, person, reason)));
      return candidates;
    }

    private boolean mayTell(Reason reason) {
      return told.computeIfAbsent(reason, asked -> preferences.mayTell(h, asked));
    }

    /** The stronger reasons come after the weaker ones. */
    private void add(Map<String, Reason> concerned, Collection<String> persons, Reason reason) {
      if (!persons.isEmpty() && mayTell(reason)) {
        persons.forEach(person -> concerned.put(person, reason));
      }
    }

    private QueueStore.Candidate candidate(Tidings.Tiding tiding, String person, Reason reason) {
      JournalLine line = tiding.line();
      return new QueueStore.Candidate(
          person,
          tiding.post().record(),
          line.position(),
          tiding.post().id(),
          line.note() == null ? null : line.note().value(),
          reason,
          tiding.doer(),
          line.sourceActor(),
          line.at());
    }
  }
}
