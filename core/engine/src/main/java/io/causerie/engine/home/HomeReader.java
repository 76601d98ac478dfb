package io.causerie.engine.home;

import io.causerie.engine.follow.FollowStore;
import io.causerie.engine.follow.FollowStore.Said;
import io.causerie.engine.follow.Precedence;
import io.causerie.engine.follow.Stance;
import io.causerie.engine.follow.Subtype;
import io.causerie.engine.home.HomeStore.Told;
import io.causerie.engine.journal.JournalLine;
import io.causerie.engine.journal.JournalReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happened into the homes of those whom it concerns. What has more followers than the
 * threshold is written once, and looked for by its readers. A transaction takes as many lines as
 * write about as many rows as it may, one line at least.
 */
public final class HomeReader implements JournalReader {
  public static final String NAME = "home";

  /** Rows that a transaction writes, about. */
  private static final int ROWS = 5_000;

  /** Lines that are looked at together. */
  private static final int LINES = 100;

  private final int threshold;
  private final Runnable changed;

  /**
   * @param threshold followers of one target beyond which it is not written for each of them
   * @param changed called when homes have changed
   */
  HomeReader(int threshold, Runnable changed) {
    this.threshold = threshold;
    this.changed = changed;
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
    changed.run();
  }

  @Override
  public int readSome(Handle h, List<JournalLine> lines) {
    List<JournalLine> some = lines.subList(0, Math.min(LINES, lines.size()));
    Batch batch = new Batch(h, some);
    int taken = 0;
    int rows = 0;
    while (taken < some.size() && (taken == 0 || rows < ROWS)) {
      rows += batch.take(some.get(taken));
      taken++;
    }
    batch.write();
    return taken;
  }

  /** Some lines, and all that is to be known of them. */
  private final class Batch {
    private final Handle h;
    private final Tidings tidings;
    private final Map<Long, List<Long>> targets = new HashMap<>();
    private final Map<Long, List<Said>> said;
    private final Set<Long> wide = new HashSet<>();
    private final Map<Long, Set<String>> homes;

    /** What is to be written: by post and person, the last of it. */
    private final Map<HomeStore.Key, Told> told = new LinkedHashMap<>();

    private final List<HomeStore.Wide> widely = new ArrayList<>();

    Batch(Handle h, List<JournalLine> lines) {
      this.h = h;
      tidings = Tidings.of(h, lines);
      Collection<HomeStore.Post> posts = tidings.posts();
      List<FollowStore.Broad> broad =
          posts.isEmpty()
              ? List.of()
              : FollowStore.broad(
                  h,
                  posts.stream()
                      .map(HomeStore.Post::actor)
                      .filter(Objects::nonNull)
                      .distinct()
                      .toList(),
                  posts.stream().map(HomeStore.Post::system).distinct().toList());
      posts.forEach(post -> targets.put(post.id(), post.targets(broad)));
      said =
          FollowStore.said(
              h,
              targets.values().stream().flatMap(List::stream).distinct().toList(),
              threshold + 1);
      Set<Long> known = HomeStore.wide(h, said.keySet());
      said.forEach(
          (target, all) -> {
            if (all.size() > threshold || known.contains(target)) {
              wide.add(target);
            }
          });
      homes =
          HomeStore.homes(
              h,
              targets.entrySet().stream()
                  .filter(e -> e.getValue().stream().anyMatch(wide::contains))
                  .map(Map.Entry::getKey)
                  .toList());
    }

    /** Says whom a line concerns; returns how many rows that will be. */
    int take(JournalLine line) {
      Tidings.Tiding tiding = tidings.of(line).orElse(null);
      if (tiding == null) {
        return 0;
      }
      HomeStore.Post post = tiding.post();
      String doer = tiding.doer();
      Set<String> named = tiding.named();
      Set<String> inGroups = tiding.inGroups();
      Set<String> concerned = new HashSet<>(named);
      concerned.addAll(inGroups);
      if (!tiding.edited()) {
        List<Long> all = Objects.requireNonNull(targets.get(post.id()));
        for (Long target : all) {
          if (wide.contains(target)) {
            widely.add(new HomeStore.Wide(post.id(), target, post.record(), line.position(), doer));
          } else {
            said.getOrDefault(target, List.of()).forEach(one -> concerned.add(one.person()));
          }
        }
        concerned.addAll(homes.getOrDefault(post.id(), Set.of()));
      }
      concerned.remove(doer);
      Map<String, List<Stance>> by = stances(post, concerned);
      int before = told.size();
      for (String person : concerned) {
        Reason reason =
            named.contains(person)
                ? Reason.MENTION
                : inGroups.contains(person) ? Reason.GROUP_MENTION : null;
        if (reason == null) {
          reason =
              follows(by.getOrDefault(person, List.of()), tiding.happened(), line)
                  ? tiding.answered().contains(person) ? Reason.REPLY : Reason.FOLLOW
                  : null;
        }
        if (reason != null) {
          tell(person, post, line, reason, reason == Reason.FOLLOW ? null : doer, tiding.edited());
        }
      }
      return told.size() - before + 1;
    }

    private static boolean follows(List<Stance> said, Subtype happened, JournalLine line) {
      return Precedence.of(said, Set.of(happened), line.at()).tells(line.position());
    }

    private void tell(
        String person,
        HomeStore.Post post,
        JournalLine line,
        Reason reason,
        @Nullable String by,
        boolean edited) {
      HomeStore.Key key = new HomeStore.Key(post.id(), person);
      Told now = new Told(key, post.record(), line.position(), reason, by, edited);
      told.merge(key, now, Told::then);
    }

    /** What each of some persons said of whatever a post is about. */
    private Map<String, List<Stance>> stances(HomeStore.Post post, Collection<String> persons) {
      List<Long> all = Objects.requireNonNull(targets.get(post.id()));
      Map<String, List<Stance>> by = new HashMap<>();
      List<Long> tooMany = new ArrayList<>();
      for (Long target : all) {
        if (wide.contains(target)) {
          tooMany.add(target);
        } else {
          said.getOrDefault(target, List.of())
              .forEach(
                  one ->
                      by.computeIfAbsent(one.person(), p -> new ArrayList<>()).add(one.stance()));
        }
      }
      FollowStore.said(h, tooMany, persons)
          .forEach(
              one -> by.computeIfAbsent(one.person(), p -> new ArrayList<>()).add(one.stance()));
      return by;
    }

    void write() {
      HomeStore.widely(h, widely);
      HomeStore.tell(h, told.values());
    }
  }
}
