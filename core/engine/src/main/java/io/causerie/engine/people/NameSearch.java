package io.causerie.engine.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.causerie.engine.access.CrowdSql;
import io.causerie.engine.access.PersonSearch;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What somebody typed of a name: its words, in any order, each any part of the name, without regard
 * to case, accents, apostrophes, hyphens and brackets. Thread-safe.
 */
final class NameSearch implements PersonSearch {
  /** How well a name fits; the better comes first. */
  enum Fit {
    BEGINS_THE_NAME,
    BEGINS_WORDS,
    INSIDE,
    NONE
  }

  /** Letters that no decomposition leads back to what people type for them. */
  private static final Map<Character, String> PLAIN =
      Map.ofEntries(
          Map.entry('ß', "ss"),
          Map.entry('ł', "l"),
          Map.entry('ø', "o"),
          Map.entry('đ', "d"),
          Map.entry('ð', "d"),
          Map.entry('þ', "th"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"),
          Map.entry('ı', "i"),
          Map.entry('ħ', "h"),
          Map.entry('ŧ', "t"),
          Map.entry('ŋ', "n"),
          Map.entry('ĸ', "k"),
          Map.entry('ſ', "s"));

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern BLANKS = Pattern.compile("[\\p{Z}\\p{C}\\s]+");

  /** Names are the same at each key that is pressed. */
  private static final Cache<String, Name> NAMES =
      Caffeine.newBuilder().maximumSize(50_000).build();

  /**
   * @param text all words in one, with a blank before each
   * @param words as people cut them (o, brien) and as they run them together (obrien)
   */
  private record Name(String text, List<String> words) {
    static Name of(String name) {
      return Stream.<UnaryOperator<String>>of(NameSearch::folded, NameSearch::german)
          .map(fold -> fold.apply(name))
          .distinct()
          .map(Name::ofFolded)
          .reduce(
              (a, b) ->
                  new Name(
                      a.text + "\n" + b.text,
                      Stream.concat(a.words.stream(), b.words.stream()).toList()))
          .orElseThrow();
    }

    private static Name ofFolded(String name) {
      List<String> joined = joined(name);
      return new Name(
          String.join(" ", joined),
          Stream.concat(joined.stream(), Arrays.stream(BETWEEN.split(name)))
              .filter(word -> !word.isEmpty())
              .distinct()
              .toList());
    }
  }

  private final List<String> wanted;

  NameSearch(String query) {
    this.wanted = joined(folded(query));
  }

  private static List<String> joined(String folded) {
    return BLANKS
        .splitAsStream(folded)
        .map(word -> BETWEEN.matcher(word).replaceAll(""))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Without accents and case: Müller as muller. */
  private static String folded(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    StringBuilder folded = new StringBuilder();
    for (char c : bare.toLowerCase(Locale.ROOT).toCharArray()) {
      folded.append(PLAIN.getOrDefault(c, String.valueOf(c)));
    }
    // Lower case may come decomposed, as the Turkish İ does.
    return MARKS.matcher(folded).replaceAll("");
  }

  /** As Germans write it without an umlaut: Müller as mueller. */
  private static String german(String text) {
    return folded(
        Normalizer.normalize(text, Normalizer.Form.NFC)
            .replaceAll("[äÄ]", "ae")
            .replaceAll("[öÖ]", "oe")
            .replaceAll("[üÜ]", "ue"));
  }

  /** How a name, or an id, fits what was typed. */
  Fit fit(String name) {
    Name known = NAMES.get(name, Name::of);
    if (wanted.isEmpty() || known.text().startsWith(String.join(" ", wanted))) {
      return Fit.BEGINS_THE_NAME;
    }
    Fit fit = Fit.BEGINS_WORDS;
    for (String part : wanted) {
      if (known.words().stream().noneMatch(word -> word.startsWith(part))) {
        fit = Fit.INSIDE;
        if (!known.text().contains(part)) {
          return Fit.NONE;
        }
      }
    }
    return fit;
  }

  /** Best fits first, alike ones by name; of large crowds, by what the table of words says. */
  @Override
  public List<String> in(Handle h, CrowdSql crowd, int limit) {
    Set<String> found = new LinkedHashSet<>();
    for (NameWordStore.Stage stage : NameWordStore.Stage.values()) {
      if (found.size() < limit) {
        NameWordStore.find(h, crowd, stage, wanted, limit + found.size()).stream()
            .filter(person -> !found.contains(person))
            .limit(limit - found.size())
            .toList()
            .forEach(found::add);
      }
    }
    return List.copyOf(found);
  }

  /** What is stored of a name, so that it is found. */
  static List<NameWordStore.Word> words(String name, String id) {
    Set<NameWordStore.Word> words = new LinkedHashSet<>();
    Name known = NAMES.get(name, Name::of);
    known
        .text()
        .lines()
        .forEach(text -> words.add(new NameWordStore.Word(text, NameWordStore.NAME)));
    known.words().forEach(word -> words.add(new NameWordStore.Word(word, NameWordStore.WORD)));
    Name asId = Name.of(id);
    asId.words().forEach(word -> words.add(new NameWordStore.Word(word, NameWordStore.WORD)));
    asId.text().lines().forEach(text -> words.add(new NameWordStore.Word(text, NameWordStore.ID)));
    return List.copyOf(words);
  }
}
