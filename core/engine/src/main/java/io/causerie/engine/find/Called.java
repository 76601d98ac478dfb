package io.causerie.engine.find;

import io.causerie.engine.people.Folded;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.model.Localized;
import io.causerie.model.Observed;
import io.causerie.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The folded words of a record: what it is called by whoever may see it, or by all. Pure.
 *
 * @param keys without blanks and signs, present and former ones
 * @param firsts the first word of its title, in each spelling and language
 * @param titles all words of its title
 * @param texts words of its tracked texts
 * @param type its system and type, as they are
 * @param named words by which its type is called
 */
record Called(
    Set<String> keys,
    Set<String> firsts,
    Set<String> titles,
    Set<String> texts,
    String type,
    Set<String> named) {
  /** In so many places of a key may what was typed of it begin. */
  static final int KEY_PARTS = 64;

  static final char SEPARATOR = '\u001f';

  private static final int MAX_KEYS = 32;
  private static final int MAX_TITLE_WORDS = 40;
  private static final int MAX_TEXT_WORDS = 48;
  private static final String KEY = "k";
  private static final String FIRST = "f";
  private static final String TITLE = "t";
  private static final String TEXT = "x";
  private static final String TYPE = "y";
  private static final String NAMED = "n";

  /**
   * @param ids what the source calls it and called it
   * @param seen the fields whose texts count
   */
  static Called of(TrackedRecord record, Collection<String> ids, Predicate<Observed> seen) {
    Set<String> keys = new TreeSet<>();
    keys.add(key(record.ref().id()));
    ids.stream().sorted().map(Called::key).limit(MAX_KEYS).forEach(keys::add);
    keys.remove("");
    Set<String> firsts = new TreeSet<>();
    Set<String> titles = new LinkedHashSet<>();
    Localized title = record.title();
    if (title != null) {
      for (String text : title.texts().values()) {
        Folded folded = Folded.of(text);
        folded
            .text()
            .lines()
            .map(line -> line.split(" ", 2)[0])
            .filter(word -> !word.isEmpty())
            .forEach(firsts::add);
        add(titles, folded, MAX_TITLE_WORDS);
      }
    }
    Set<String> texts = new LinkedHashSet<>();
    for (Observed field : record.state().values()) {
      if (seen.test(field)) {
        text(field.value()).ifPresent(text -> add(texts, Folded.of(text), MAX_TEXT_WORDS));
      }
    }
    Set<String> named = new TreeSet<>();
    Localized label =
        record.typeLabel() == null ? Localized.of(record.ref().type()) : record.typeLabel();
    label.texts().values().forEach(text -> named.addAll(Folded.of(text).words()));
    return new Called(
        keys,
        firsts,
        new TreeSet<>(titles),
        new TreeSet<>(texts),
        type(record.ref().system(), record.ref().type()),
        named);
  }

  static String type(String system, String type) {
    return system + SEPARATOR + type;
  }

  private static String key(String id) {
    return String.join("", Folded.typed(id));
  }

  private static void add(Set<String> words, Folded folded, int most) {
    for (String word : folded.words()) {
      if (words.size() < most) {
        words.add(word);
      }
    }
  }

  private static Optional<String> text(Value value) {
    return value.match(
        new Value.Cases<>(
            Optional::empty,
            text -> Optional.of(text.text()),
            coded -> Optional.empty(),
            quantity -> Optional.empty(),
            money -> Optional.empty(),
            day -> Optional.empty(),
            moment -> Optional.empty(),
            truth -> Optional.empty()));
  }

  /** What the index has of it. */
  Set<Term> terms() {
    Set<Term> terms = new TreeSet<>();
    for (String key : keys) {
      terms.add(Term.of(Term.Kind.KEY, key));
      for (int i = 1; i < Math.min(key.length(), KEY_PARTS); i++) {
        if (!Character.isLowSurrogate(key.charAt(i))) {
          terms.add(Term.of(Term.Kind.OTHER, key.substring(i)));
        }
      }
    }
    firsts.forEach(word -> terms.add(Term.of(Term.Kind.FIRST, word)));
    titles.stream()
        .filter(word -> !firsts.contains(word))
        .forEach(word -> terms.add(Term.of(Term.Kind.OTHER, word)));
    texts.forEach(word -> terms.add(Term.of(Term.Kind.TEXT, word)));
    named.forEach(word -> terms.add(Term.of(Term.Kind.NAMED, word)));
    terms.add(new Term(Term.Kind.TYPE, type));
    return terms;
  }

  /** Whether it has all of some words: the beginning of a word, or any part of a key. */
  boolean fits(Collection<String> wanted) {
    return wanted.stream().allMatch(this::fits);
  }

  private boolean fits(String part) {
    return begins(firsts, part)
        || begins(titles, part)
        || begins(texts, part)
        || begins(named, part)
        || keys.stream().anyMatch(key -> inside(key, part));
  }

  private static boolean begins(Set<String> words, String part) {
    return words.stream().anyMatch(word -> word.startsWith(part));
  }

  private static boolean inside(String key, String part) {
    int at = key.indexOf(part);
    return at >= 0 && at < KEY_PARTS;
  }

  /** The first of its terms that begins with a word: there, and nowhere else, it is shown. */
  Optional<Term> best(String lead) {
    return terms().stream()
        .filter(term -> term.kind() != Term.Kind.TYPE && term.word().startsWith(Term.cut(lead)))
        .findFirst();
  }

  /** As it is stored: a line each. */
  String write() {
    List<String> lines = new ArrayList<>();
    keys.forEach(word -> lines.add(KEY + word));
    firsts.forEach(word -> lines.add(FIRST + word));
    titles.forEach(word -> lines.add(TITLE + word));
    texts.forEach(word -> lines.add(TEXT + word));
    lines.add(TYPE + type);
    named.forEach(word -> lines.add(NAMED + word));
    return String.join("\n", lines);
  }

  static Called read(String stored) {
    Called read =
        new Called(
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            "",
            new TreeSet<>());
    String type = "";
    for (String line : stored.split("\n", -1)) {
      String word = line.substring(1);
      switch (line.substring(0, 1)) {
        case KEY -> read.keys.add(word);
        case FIRST -> read.firsts.add(word);
        case TITLE -> read.titles.add(word);
        case TEXT -> read.texts.add(word);
        case NAMED -> read.named.add(word);
        default -> type = word;
      }
    }
    return new Called(read.keys, read.firsts, read.titles, read.texts, type, read.named);
  }
}
