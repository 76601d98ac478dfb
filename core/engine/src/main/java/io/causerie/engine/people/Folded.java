package io.causerie.engine.people;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text as it is searched: without regard to case, accents, apostrophes, hyphens and brackets. The
 * one folder of words for all that people type to find something. Pure.
 *
 * @param text all words in one, with a blank before each; where an umlaut is written in two ways, a
 *     line each
 * @param words as people cut them (o, brien) and as they run them together (obrien)
 */
public record Folded(String text, List<String> words) {
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

  public Folded {
    words = List.copyOf(words);
  }

  /** What is stored of a text, or compared with what was typed. */
  public static Folded of(String written) {
    return Stream.<UnaryOperator<String>>of(Folded::folded, Folded::german)
        .map(fold -> fold.apply(written))
        .distinct()
        .map(Folded::ofFolded)
        .reduce(
            (a, b) ->
                new Folded(
                    a.text + "\n" + b.text,
                    Stream.concat(a.words.stream(), b.words.stream()).toList()))
        .orElseThrow();
  }

  private static Folded ofFolded(String folded) {
    List<String> joined = joined(folded);
    return new Folded(
        String.join(" ", joined),
        Stream.concat(joined.stream(), Arrays.stream(BETWEEN.split(folded)))
            .filter(word -> !word.isEmpty())
            .distinct()
            .toList());
  }

  /** The words that somebody typed. */
  public static List<String> typed(String query) {
    return joined(folded(query));
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
}
