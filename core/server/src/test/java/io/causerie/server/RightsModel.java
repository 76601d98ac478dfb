package io.causerie.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may read one record, and by which ways in, told as simply as it can be. */
final class RightsModel {
  final List<Someone> people = new ArrayList<>();
  final List<Way> ways = new ArrayList<>();
  final List<Follower> followers = new ArrayList<>();
  Rule rule = Rule.ALL;
  @Nullable Someone owner;

  /** What the source shows to which of its users. */
  final Set<String> shown = new HashSet<>();

  /** What it decided since its answers ended last. */
  private final Map<Someone, Boolean> decided = new HashMap<>();

  Instant now;

  RightsModel(Instant now) {
    this.now = now;
  }

  /** Whom the last event lets in. */
  enum Rule {
    ALL,
    FINANCE,
    OWNER
  }

  static final class Someone {
    final String id;
    final Says file = new Says();
    final Says hr = new Says();

    Someone(String id) {
      this.id = id;
    }

    /** Her name in the source, as long as the file says so. */
    boolean known = true;

    boolean active() {
      boolean named = file.names || hr.names;
      boolean disabled = (file.names && file.disables) || (hr.names && hr.disables);
      return named && !disabled;
    }

    boolean in(String group) {
      return (file.names && file.groups.contains(group)) || (hr.names && hr.groups.contains(group));
    }

    @Nullable String user() {
      return file.names && known ? "u-" + id : null;
    }
  }

  /** What one origin says of somebody. */
  static final class Says {
    boolean names;
    boolean disables;
    final Set<String> groups = new HashSet<>();
  }

  /** A token, or a session that was made with one. */
  static final class Way {
    final Someone who;
    final @Nullable Way parent;
    final @Nullable Instant until;
    final String id;
    final String secret;
    final @Nullable String guard;
    boolean ended;

    Way(
        Someone who,
        @Nullable Way parent,
        @Nullable Instant until,
        String id,
        String secret,
        @Nullable String guard) {
      this.who = who;
      this.parent = parent;
      this.until = until;
      this.id = id;
      this.secret = secret;
      this.guard = guard;
    }

    boolean isSession() {
      return parent != null;
    }
  }

  /** An open stream. */
  static final class Follower {
    final Way way;
    final int node;

    /** Whether it follows another record, too, that everybody reads. */
    final boolean both;

    final LiveReader reader;

    /** Whether it is still told of the record. */
    boolean follows;

    /** Whether it was told of it when it was looked at last. */
    boolean told;

    Follower(Way way, int node, boolean both, LiveReader reader) {
      this.way = way;
      this.node = node;
      this.both = both;
      this.reader = reader;
    }
  }

  boolean counts(Way way) {
    return !way.ended
        && (way.until == null || way.until.isAfter(now))
        && (way.parent == null || counts(way.parent))
        && way.who.active();
  }

  /** Whether somebody may read the record; where our gates let her in, its source is asked. */
  boolean reads(Someone who) {
    boolean within = who.in("sales") || who.in("finance");
    return readsUndecided(who)
        && within
        && decided.computeIfAbsent(who, w -> w.user() != null && shown.contains(w.user()));
  }

  /** Whether she reads what the same events say of a record of which no source decides. */
  boolean readsUndecided(Someone who) {
    boolean gate =
        switch (rule) {
          case ALL -> true;
          case FINANCE -> who.in("finance");
          case OWNER -> who == owner;
        };
    return who.active() && gate;
  }

  /** What a request by a way in is answered. */
  int status(Way way) {
    return !counts(way) ? 401 : reads(way.who) ? 200 : 404;
  }

  /** The same, where no source decides. */
  int statusUndecided(Way way) {
    return !counts(way) ? 401 : readsUndecided(way.who) ? 200 : 404;
  }

  static void toggle(Set<String> groups, String group) {
    if (!groups.remove(group)) {
      groups.add(group);
    }
  }

  void passes(Duration time) {
    now = now.plus(time);
    decided.clear();
  }

  /** Whatever was decided for somebody by a name that she has no more. */
  void forget(Someone who) {
    decided.remove(who);
  }
}
