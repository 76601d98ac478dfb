package io.causerie.engine;

import io.causerie.engine.home.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is told of what, as simply as it can be told; comments are known by their numbers. */
final class NoticeModel {
  static final List<String> PEOPLE = List.of("ada", "grace", "katherine");
  static final int RECORDS = 2;

  /**
   * A post, or a comment on one.
   *
   * @param post the number of the post; its own where it is one
   */
  private record Item(
      int post, int record, String author, @Nullable String named, boolean restricted) {
    boolean isPost(int number) {
      return post == number;
    }
  }

  /** What one was told of a discussion, as long as it is unread. */
  private static final class Entry {
    int first;
    Reason reason = Reason.REPLY;
    int more;
    boolean read;
  }

  private final List<Item> items = new ArrayList<>();
  private final Set<Integer> restricted = new HashSet<>();
  private final Map<String, Set<Integer>> muted = new HashMap<>();
  private final Map<String, Map<Integer, Integer>> seen = new HashMap<>();
  private final Map<String, List<Integer>> waiting = new HashMap<>();
  private final Map<String, List<Entry>> told = new HashMap<>();

  /** What each was told of, by reason; the same thing once. */
  final Map<String, Map<Integer, Reason>> all = new HashMap<>();

  NoticeModel() {
    for (String person : PEOPLE) {
      muted.put(person, new HashSet<>());
      seen.put(person, new HashMap<>());
      waiting.put(person, new ArrayList<>());
      told.put(person, new ArrayList<>());
      all.put(person, new LinkedHashMap<>());
    }
  }

  private static <T> T of(Map<String, T> map, String person) {
    return Objects.requireNonNull(map.get(person));
  }

  boolean mayRead(String person, int record) {
    return !restricted.contains(record) || person.equals("katherine");
  }

  boolean reads(String person, int item) {
    Item of = items.get(items.get(item).post());
    return mayRead(person, of.record()) && (!of.restricted() || person.equals("katherine"));
  }

  int record(int item) {
    return items.get(item).record();
  }

  int post(int item) {
    return items.get(item).post();
  }

  void restrict(int record, boolean is) {
    if (is) {
      restricted.add(record);
    } else {
      restricted.remove(record);
    }
  }

  void mute(String person, int record, boolean is) {
    if (is) {
      of(muted, person).add(record);
    } else {
      of(muted, person).remove(record);
    }
  }

  /** Writes a post, or comments on one. */
  void write(String author, int record, int post, @Nullable String named) {
    int number = items.size();
    int on = post < 0 ? number : post;
    items.add(new Item(on, record, author, named, restricted.contains(record)));
    for (String person : PEOPLE) {
      if (!person.equals(author) && (person.equals(named) || answers(person, number))) {
        of(waiting, person).add(number);
      }
    }
  }

  private boolean answers(String person, int item) {
    Item of = items.get(item);
    return !of.isPost(item) && items.get(of.post()).author().equals(person);
  }

  /** Reads all of a record. */
  void read(String person, int record) {
    of(seen, person).put(record, items.size());
    of(told, person).stream()
        .filter(entry -> record(entry.first) == record)
        .forEach(entry -> entry.read = true);
  }

  /** Reads all of her inbox. */
  void readAll(String person) {
    of(told, person).forEach(entry -> entry.read = true);
  }

  /** Decides all that waits. */
  void decide() {
    for (String person : PEOPLE) {
      List<Integer> due = of(waiting, person);
      Map<Integer, List<Integer>> discussions = new LinkedHashMap<>();
      for (int item : due) {
        Reason reason = reason(person, item);
        boolean isRead = item < of(seen, person).getOrDefault(record(item), 0);
        boolean mutes = of(muted, person).contains(record(item));
        if (!isRead && reads(person, item) && (!mutes || reason == Reason.MENTION)) {
          discussions.computeIfAbsent(post(item), p -> new ArrayList<>()).add(item);
          of(all, person).put(item, reason);
        }
      }
      discussions.forEach((post, news) -> tell(person, post, news));
      due.clear();
    }
  }

  private Reason reason(String person, int item) {
    return person.equals(items.get(item).named()) ? Reason.MENTION : Reason.REPLY;
  }

  private void tell(String person, int post, List<Integer> news) {
    Entry entry =
        of(told, person).stream()
            .filter(one -> !one.read && post(one.first) == post)
            .findFirst()
            .orElse(null);
    List<Integer> all = new ArrayList<>(news);
    Entry now = new Entry();
    now.more = news.size() - 1;
    if (entry != null) {
      of(told, person).remove(entry);
      all.add(0, entry.first);
      now.more = entry.more + news.size();
    }
    now.first = all.get(0);
    now.reason = entry == null ? reason(person, now.first) : entry.reason;
    for (int item : news) {
      if (reason(person, item).code() < now.reason.code()) {
        now.first = item;
        now.reason = reason(person, item);
      }
    }
    of(told, person).add(now);
  }

  /** What stands in her inbox, in no order. */
  List<String> inbox(String person) {
    return of(told, person).stream()
        .filter(entry -> reads(person, entry.first))
        .map(
            entry ->
                "%s %d +%d%s"
                    .formatted(entry.reason, entry.first, entry.more, entry.read ? "" : " unread"))
        .sorted()
        .toList();
  }

  int unread(String person) {
    return (int)
        of(told, person).stream()
            .filter(entry -> !entry.read && reads(person, entry.first))
            .count();
  }
}
