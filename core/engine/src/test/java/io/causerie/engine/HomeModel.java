package io.causerie.engine;

import io.causerie.engine.follow.FollowState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Homes as simply as they can be told; a number stands for each moment. */
final class HomeModel {
  static final List<String> PEOPLE = List.of("ada", "grace", "katherine");
  static final int RECORDS = 3;

  /** What somebody may follow, in the order of what is nearer. */
  enum Followed {
    FIRST,
    SECOND,
    THIRD,
    ADA,
    ORDERS;

    boolean isRecord() {
      return ordinal() < RECORDS;
    }
  }

  private static final class Said {
    boolean follows;
    boolean muted;
    int from;
  }

  private static final class Post {
    String author = "";
    int record;
    boolean restricted;

    /** What was told of it: when, and by whom. */
    final List<Told> told = new ArrayList<>();
  }

  private record Told(int at, String by) {}

  /** In one home. */
  private record Marked(int place, boolean seen) {}

  private final boolean wide;
  private final List<Post> posts = new ArrayList<>();
  private final Set<Integer> restricted = new HashSet<>();
  private final Map<String, Map<Followed, Said>> said = new HashMap<>();
  private final Map<String, Map<Integer, Integer>> places = new HashMap<>();
  private final Map<String, Map<Integer, Marked>> marks = new HashMap<>();
  private final Map<String, Integer> read = new HashMap<>();
  private int now;

  HomeModel(boolean wide) {
    this.wide = wide;
    for (String person : PEOPLE) {
      said.put(person, new HashMap<>());
      places.put(person, new HashMap<>());
      marks.put(person, new HashMap<>());
      read.put(person, 0);
    }
  }

  boolean mayRead(String person, int record) {
    return !restricted.contains(record) || person.equals("katherine");
  }

  boolean reads(String person, int post) {
    Post of = posts.get(post);
    return mayRead(person, of.record) && (!of.restricted || person.equals("katherine"));
  }

  void restrict(int record, boolean is) {
    if (is) {
      restricted.add(record);
    } else {
      restricted.remove(record);
    }
  }

  void say(String person, Followed target, FollowState state) {
    Said of = of(person).computeIfAbsent(target, t -> new Said());
    switch (state) {
      case FOLLOW -> {
        of.from = of.follows ? of.from : now;
        of.follows = true;
        of.muted = false;
      }
      case NORMAL -> {
        of.follows = false;
        of.muted = false;
      }
      case MUTE -> of.muted = true;
    }
  }

  private Map<Followed, Said> of(String person) {
    return said.getOrDefault(person, Map.of());
  }

  void post(String by, int record) {
    Post post = new Post();
    post.author = by;
    post.record = record;
    post.restricted = restricted.contains(record);
    posts.add(post);
    tell(by, posts.size() - 1);
  }

  void comment(String by, int post) {
    tell(by, post);
  }

  private void tell(String by, int post) {
    Post of = posts.get(post);
    // Whoever writes follows, unless she said something of it before.
    if (!of(by).containsKey(Followed.values()[of.record])) {
      Said begun = new Said();
      begun.follows = true;
      begun.from = now;
      of(by).put(Followed.values()[of.record], begun);
    }
    now++;
    of.told.add(new Told(now, by));
    for (String person : PEOPLE) {
      if (!person.equals(by) && tells(person, of, now)) {
        places.getOrDefault(person, new HashMap<>()).put(post, now);
      }
    }
  }

  /** The nearest decides; of a record and a person, which are equally near, mute does. */
  private boolean tells(String person, Post post, int at) {
    Said record = of(person).get(Followed.values()[post.record]);
    Said author = post.author.equals("ada") ? of(person).get(Followed.ADA) : null;
    Said type = of(person).get(Followed.ORDERS);
    boolean follows;
    if (mutes(record) || mutes(author)) {
      follows = false;
    } else if (follows(record) || follows(author)) {
      follows = true;
    } else {
      follows = !mutes(type) && follows(type);
    }
    int from = Math.min(from(record), Math.min(from(author), from(type)));
    return follows && from < at;
  }

  private static boolean mutes(@Nullable Said of) {
    return of != null && of.muted;
  }

  private static boolean follows(@Nullable Said of) {
    return of != null && of.follows && !of.muted;
  }

  private static int from(@Nullable Said of) {
    return of != null && follows(of) ? of.from : Integer.MAX_VALUE;
  }

  /** Where a post stands in a home; 0: it does not. */
  private int place(String person, int post) {
    Post of = posts.get(post);
    if (!reads(person, post)) {
      return 0;
    }
    if (wide) {
      int last =
          of.told.stream()
              .filter(told -> !told.by().equals(person))
              .mapToInt(Told::at)
              .max()
              .orElse(0);
      return last > 0 && tells(person, of, last) ? last : 0;
    }
    int place = places.getOrDefault(person, Map.of()).getOrDefault(post, 0);
    return place > 0 && tells(person, of, Integer.MAX_VALUE) ? place : 0;
  }

  private boolean isUnread(String person, int post) {
    int place = place(person, post);
    Marked marked = marks.getOrDefault(person, Map.of()).get(post);
    return (marked != null && marked.place() >= place)
        ? !marked.seen()
        : place > read.getOrDefault(person, 0);
  }

  void readAll(String person) {
    read.put(person, now);
    marks.getOrDefault(person, new HashMap<>()).clear();
  }

  void mark(String person, int post, boolean seen) {
    int place = place(person, post);
    if (place > 0) {
      marks.getOrDefault(person, new HashMap<>()).put(post, new Marked(place, seen));
    }
  }

  private List<Integer> items(String person) {
    List<Integer> items = new ArrayList<>();
    for (int post = 0; post < posts.size(); post++) {
      if (place(person, post) > 0) {
        items.add(post);
      }
    }
    items.sort(Comparator.comparing(post -> -place(person, post)));
    return items;
  }

  /** The numbers of its posts, newest first, with what is new. */
  List<String> home(String person) {
    return items(person).stream()
        .map(post -> post + (isUnread(person, post) ? " new" : ""))
        .toList();
  }

  int unread(String person) {
    return (int) items(person).stream().filter(post -> isUnread(person, post)).count();
  }
}
