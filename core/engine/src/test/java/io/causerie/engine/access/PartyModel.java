package io.causerie.engine.access;

import io.causerie.model.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who may read what, told as simply as it can be: every post remembers all that was said of it. */
final class PartyModel {
  final List<Someone> people = new ArrayList<>();
  final List<Thing> records = new ArrayList<>();
  final List<Kept> kept = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();

  static final class Someone {
    final String id;
    final boolean guest;
    boolean red;
    boolean erased;
    boolean away;
    @Nullable String address;

    Someone(String id, boolean guest) {
      this.id = id;
      this.guest = guest;
    }

    boolean active() {
      return !erased && !away;
    }
  }

  /** A record. */
  static final class Thing {
    String key;
    Rule now = new Rule(true, Set.of(), List.of(), false, List.of());
    @Nullable Thing mergedInto;

    Thing(String key) {
      this.key = key;
    }

    Thing survivor() {
      return mergedInto == null ? this : mergedInto.survivor();
    }
  }

  /** A name in an event, and whom it was found to mean. */
  static final class Slot {
    final String name;
    @Nullable Someone who;
    boolean dead;

    Slot(String name) {
      this.name = name;
    }
  }

  record Rule(
      boolean everyone,
      Set<String> groups,
      List<Slot> named,
      boolean handover,
      List<Slot> customers) {}

  /** A post. */
  record Kept(Thing record, Lane lane, String words, Rule began) {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return words.hashCode();
    }
  }

  Thing thing(int number, String prefix) {
    while (records.size() <= number) {
      records.add(new Thing(prefix + "r" + records.size()));
    }
    // An event about a record that is part of another one says nothing of its readers.
    Thing thing = records.get(number);
    return thing.mergedInto == null ? thing : thing.survivor();
  }

  Rule rule(
      boolean everyone,
      Set<String> groups,
      Set<String> named,
      boolean handover,
      Set<String> customers) {
    return new Rule(everyone, groups, slots(named), handover && !everyone, slots(customers));
  }

  private List<Slot> slots(Set<String> names) {
    List<Slot> made = names.stream().map(Slot::new).toList();
    slots.addAll(made);
    made.forEach(this::bind);
    return made;
  }

  void bind() {
    slots.forEach(this::bind);
  }

  private void bind(Slot slot) {
    if (slot.who == null && !slot.dead) {
      for (Someone p : people) {
        if (p.id.equals(slot.name)) {
          slot.who = p.erased ? null : p;
          slot.dead = p.erased;
          return;
        }
      }
      List<Someone> holders =
          people.stream()
              .filter(p -> p.active() && slot.name.toLowerCase(Locale.ROOT).equals(p.address))
              .toList();
      if (holders.size() == 1) {
        slot.who = holders.get(0);
      }
    }
  }

  void erase(Someone someone) {
    someone.erased = true;
    someone.address = null;
    for (Slot slot : slots) {
      if (slot.who == someone) {
        slot.who = null;
        slot.dead = true;
      }
    }
  }

  private static boolean among(Someone p, List<Slot> slots) {
    return slots.stream().anyMatch(s -> s.who == p);
  }

  boolean isCustomer(Someone p, Rule rule) {
    return p.guest && p.active() && among(p, rule.customers());
  }

  /** Whether a rule lets somebody in among the company's own readers. */
  private static boolean lets(Someone p, Rule rule, Rule now) {
    boolean byRule =
        rule.everyone() || (p.red && rule.groups().contains("red")) || among(p, rule.named());
    boolean inherits = rule.handover() && now.handover() && among(p, now.named());
    return !p.guest && p.active() && (byRule || inherits);
  }

  boolean enters(Someone p, Thing record) {
    return lets(p, record.now, record.now);
  }

  private boolean reads(Someone p, Kept post) {
    Thing record = post.record().survivor();
    boolean own = lets(p, post.began(), record.now);
    return post.lane() == Lane.INTERNAL
        ? own && enters(p, record)
        : own || isCustomer(p, post.began());
  }

  Set<String> reads(Someone p, Thing record) {
    Set<String> words = new TreeSet<>();
    for (Kept post : kept) {
      if (post.record().survivor() == record && reads(p, post)) {
        words.add(post.words());
      }
    }
    return words;
  }

  Set<String> readers(Kept post) {
    Set<String> readers = new TreeSet<>();
    people.stream().filter(p -> reads(p, post)).forEach(p -> readers.add(p.id));
    return readers;
  }

  Map<Kept, Set<String>> readBy(boolean guests) {
    Map<Kept, Set<String>> by = new HashMap<>();
    for (Kept post : kept) {
      Set<String> readers = new TreeSet<>();
      people.stream()
          .filter(p -> p.guest == guests && reads(p, post))
          .forEach(p -> readers.add(p.id));
      by.put(post, readers);
    }
    return by;
  }
}
