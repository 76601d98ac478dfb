package io.causerie.sap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text in which comments stand: each between two lines with its mark, the first of which says
 * whose it is; and whatever people write around them there, which is kept to the byte.
 *
 * <pre>
 * --- Ada Lovelace, 2026-11-27 10:42 UTC [k7f3]
 * Please deliver on Thursday.
 * --- [k7f3]
 * </pre>
 *
 * Between the two stands no line that looks like one of them: in a comment such a line is written
 * with a backslash before it. So no words can end their block, nor begin another. Where a comment
 * was taken away and somebody's words stand behind it, {@code --- ... [k7f3]} keeps their place.
 *
 * <p>Anybody who may write the text may write all of this: neither whose a comment is nor that it
 * was written by Causerie is to be believed of what stands here.
 */
record LongText(String text, List<Piece> pieces) {
  private static final String MARK = "\\[([A-Za-z0-9-]{1,200})\\]";
  private static final Pattern BEGIN =
      Pattern.compile("--- (.{1,200}), (\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d) UTC " + MARK);
  private static final Pattern KEPT = Pattern.compile("--- \\.\\.\\. " + MARK);

  /** Whatever may be taken for a line of ours, also by a reader that cuts blanks. */
  private static final Pattern LIKE_OURS =
      Pattern.compile("[\\s\\\\]*--- .*" + MARK + "\\s*", Pattern.DOTALL);

  private static final Pattern LINES = Pattern.compile("(?<=\n)|(?<=\r)(?!\n)");

  /** What stands between a comment and what is before it; the first is as it is written. */
  private static final List<String> GAPS = List.of("\n\n", "\r\n\r\n", "\r\n", "\n", "\r");

  /** With its mark a line is no longer than the 132 characters that SAP has in one. */
  private static final int NAME = 80;

  LongText {
    pieces = List.copyOf(pieces);
  }

  /** What a piece of a text is. */
  enum What {
    WORDS,
    COMMENT,
    /** Where a comment was, before what somebody wrote behind it. */
    PLACE
  }

  /**
   * A piece of the text.
   *
   * @param part what it says
   * @param raw as it stands there
   */
  record Piece(What what, Part part, String raw) {}

  /**
   * A comment; or, without a mark, what people wrote.
   *
   * @param by who wrote it, as its first line says
   * @param at when, as its first line says
   */
  record Part(@Nullable String mark, String by, String at, String words) {
    static Part comment(String mark, String by, String at, String words) {
      String name = by.replaceAll("[\\s\\v\\h\u0085]+", " ").strip();
      int length = name.codePointCount(0, name.length());
      String shown =
          length <= NAME
              ? name
              : name.substring(0, name.offsetByCodePoints(0, NAME - 1)) + "\u2026";
      return new Part(mark, shown.isEmpty() ? "?" : shown, at, tidy(words));
    }

    boolean isComment() {
      return mark != null;
    }

    /** As it is told of a comment: with what its first line says as words like any others. */
    String signed() {
      return words.isEmpty() ? "" : "%s\n\n\u2014 %s, %s UTC".formatted(words, by, at);
    }

    private String text() {
      String quoted =
          words
              .lines()
              .map(line -> LIKE_OURS.matcher(line).matches() ? "\\" + line : line)
              .collect(Collectors.joining("\n"));
      return "--- %s, %s UTC [%s]\n%s\n--- [%s]".formatted(by, at, mark, quoted, mark);
    }
  }

  /**
   * What a text says at one of its places.
   *
   * @param place no two of a text are the same
   * @param words nothing, where nobody says anything there
   * @param answered the place of the comment behind which it stands
   */
  record Told(String place, String words, @Nullable String answered) {}

  /** Whatever stands there; a text that nobody wrote in that form is one part. */
  static LongText parse(String text) {
    String[] lines = LINES.split(text);
    List<Piece> pieces = new ArrayList<>();
    StringBuilder around = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      Matcher begin = BEGIN.matcher(lines[i].stripTrailing());
      Matcher kept = KEPT.matcher(lines[i].stripTrailing());
      int end = begin.matches() ? end(lines, i, begin.group(3)) : kept.matches() ? i : -1;
      if (end < 0) {
        around.append(lines[i]);
        continue;
      }
      addWords(pieces, around);
      String last = lines[end].replaceFirst("[\r\n]+$", "");
      String raw = String.join("", List.of(lines).subList(i, end)) + last;
      pieces.add(
          end == i
              ? new Piece(What.PLACE, new Part(kept.group(1), "", "", ""), raw)
              : new Piece(What.COMMENT, comment(begin, List.of(lines).subList(i + 1, end)), raw));
      around.append(lines[end].substring(last.length()));
      i = end;
    }
    addWords(pieces, around);
    return new LongText(text, pieces);
  }

  private static Part comment(Matcher begin, List<String> lines) {
    String words =
        lines.stream()
            .map(String::stripTrailing)
            .map(l -> l.startsWith("\\") && LIKE_OURS.matcher(l).matches() ? l.substring(1) : l)
            .collect(Collectors.joining("\n"));
    return new Part(begin.group(3), begin.group(1), begin.group(2), tidy(words));
  }

  private static int end(String[] lines, int begin, String mark) {
    for (int i = begin + 1; i < lines.length; i++) {
      String line = lines[i].stripTrailing();
      if (line.equals("--- [" + mark + "]")) {
        return i;
      }
      if (line.startsWith("--- ") && LIKE_OURS.matcher(line).matches()) {
        return -1;
      }
    }
    return -1;
  }

  private static void addWords(List<Piece> pieces, StringBuilder around) {
    if (!around.isEmpty()) {
      Part part = new Part(null, "", "", tidy(around.toString()));
      pieces.add(new Piece(What.WORDS, part, around.toString()));
      around.setLength(0);
    }
  }

  /** Without what a text of SAP does not keep: blanks at the ends of lines, and around it all. */
  private static String tidy(String words) {
    return words
        .replaceAll("\\R", "\n")
        .lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .strip();
  }

  /** The comments, and what people wrote around them. */
  List<Part> parts() {
    return pieces.stream()
        .filter(p -> p.what() == What.COMMENT || !p.part().words().isEmpty())
        .map(Piece::part)
        .toList();
  }

  /** A comment; the first, where somebody copied it within the text. */
  Optional<Part> comment(String mark) {
    return parts().stream().filter(part -> mark.equals(part.mark())).findFirst();
  }

  /** Whether a comment stands there, and wherever it does in these words. */
  boolean says(Part comment) {
    List<Part> all =
        parts().stream().filter(p -> Objects.equals(p.mark(), comment.mark())).toList();
    return !all.isEmpty() && all.stream().allMatch(comment::equals);
  }

  /** With a comment at its end. */
  LongText with(Part comment) {
    return parse(text.isEmpty() ? comment.text() : text + GAPS.get(0) + comment.text());
  }

  /** With another wording of a comment, wherever it stands. */
  LongText changed(Part comment) {
    return parse(
        pieces.stream()
            .map(p -> is(p, comment.mark()) ? comment.text() : p.raw())
            .collect(Collectors.joining()));
  }

  private static boolean is(Piece piece, @Nullable String mark) {
    return piece.what() == What.COMMENT && Objects.equals(mark, piece.part().mark());
  }

  /** Without a comment, and with all that others wrote. */
  LongText without(String mark) {
    StringBuilder rest = new StringBuilder();
    boolean first = false;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (!is(piece, mark)) {
        rest.append(first ? ungapped(piece.raw()) : piece.raw());
        first = false;
      } else if (i + 1 < pieces.size() && !pieces.get(i + 1).part().words().isEmpty()) {
        rest.append("--- ... [").append(mark).append(']');
      } else {
        first = rest.isEmpty();
        GAPS.stream()
            .filter(gap -> rest.toString().endsWith(gap))
            .findFirst()
            .ifPresent(gap -> rest.setLength(rest.length() - gap.length()));
      }
    }
    return parse(rest.toString());
  }

  private static String ungapped(String raw) {
    return GAPS.stream()
        .filter(raw::startsWith)
        .findFirst()
        .map(gap -> raw.substring(gap.length()))
        .orElse(raw);
  }

  /**
   * What is to be told of it: each comment once, however often it was copied within the text, and
   * what stands before and behind each.
   */
  List<Told> told() {
    List<Told> told = new ArrayList<>();
    Set<String> places = new HashSet<>();
    Map<String, String> comments = new HashMap<>();
    String place = "begin";
    String answered = null;
    String words = "";
    for (Piece piece : pieces) {
      String mark = piece.part().mark();
      if (mark == null) {
        words = piece.part().words();
        continue;
      }
      told.add(new Told(free(places, place), words, answered));
      if (!comments.containsKey(mark)) {
        comments.put(mark, free(places, mark));
        String said = comment(mark).map(Part::signed).orElse("");
        told.add(new Told(comments.get(mark), said, null));
      }
      answered = comments.get(mark);
      place = "after-" + mark;
      words = "";
    }
    told.add(new Told(free(places, place), words, answered));
    return told;
  }

  /** People may write any mark, twice or as a place is called. */
  private static String free(Set<String> places, String place) {
    String free = place;
    for (int i = 2; !places.add(free); i++) {
      free = place + "~" + i;
    }
    return free;
  }
}
