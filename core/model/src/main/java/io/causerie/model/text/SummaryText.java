package io.causerie.model.text;

import io.causerie.model.Localized;
import io.causerie.model.Summary;
import io.causerie.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Writes a summary for its reader. */
public final class SummaryText {
  private static final Set<String> GIVEN = Set.of("actor", "record", "changes");

  private SummaryText() {}

  /** What a part of a sentence is, so that a page can link or weight it. */
  public enum Kind {
    TEXT,
    ACTOR,
    RECORD,
    CHANGES,
    VALUE;

    /** The word used in the HTTP API. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A part of a sentence. */
  public record Part(Kind kind, String text) {}

  /**
   * What the engine knows of a post, in the reader's language.
   *
   * @param actor the name of who did it
   * @param you whether that is the reader
   * @param record the record's title
   * @param changes what the reader may see of them
   */
  public record Facts(String actor, boolean you, String record, List<Change> changes) {}

  /**
   * One change.
   *
   * @param label how people call the field
   * @param text for instance {@code Status: Open → Shipped}
   */
  public record Change(String label, String text) {}

  /**
   * The sentence as parts; together they are its text. What Causerie says in it is in the language
   * of the template, which need not be the reader's.
   */
  public static List<Part> write(Summary summary, Facts facts, ReaderContext reader) {
    Localized own = summary.you();
    Localized template = facts.you() && own != null ? own : summary.template();
    ReaderContext sentence = reader.readingIn(template.languageFor(reader.language()));
    List<Part> parts = new ArrayList<>();
    for (Piece piece : pieces(template.in(reader.language()))) {
      if (!piece.placeholder()) {
        parts.add(new Part(Kind.TEXT, piece.text()));
        continue;
      }
      switch (piece.text()) {
        case "actor" -> parts.add(new Part(Kind.ACTOR, facts.actor()));
        case "record" -> parts.add(new Part(Kind.RECORD, facts.record()));
        case "changes" -> parts.add(new Part(Kind.CHANGES, changes(facts, sentence)));
        default -> {
          Value value = summary.values().get(piece.text());
          parts.add(
              new Part(
                  Kind.VALUE,
                  value == null ? "{" + piece.text() + "}" : ValueText.of(value, sentence)));
        }
      }
    }
    return parts;
  }

  private static String changes(Facts facts, ReaderContext reader) {
    int count = facts.changes().size();
    if (count == 1) {
      return facts.changes().get(0).text();
    }
    if (count == 2) {
      return reader.say(
          "changes.two", facts.changes().get(0).label(), facts.changes().get(1).label());
    }
    return count == 0 ? reader.say("changes.none") : reader.say("changes.many", count);
  }

  /** What is wrong with a template: braces that do not close, names that no value has. */
  public static List<String> problems(Localized template, Set<String> values) {
    Set<String> known = new TreeSet<>(GIVEN);
    known.addAll(values);
    List<String> problems = new ArrayList<>();
    template
        .texts()
        .values()
        .forEach(
            text ->
                pieces(text).stream()
                    .filter(piece -> piece.placeholder() && !known.contains(piece.text()))
                    .forEach(
                        piece ->
                            problems.add(
                                "{%s} names no value; known are %s; a literal brace is written twice"
                                    .formatted(piece.text(), String.join(", ", known)))));
    return problems;
  }

  private record Piece(boolean placeholder, String text) {}

  private static List<Piece> pieces(String template) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      boolean twice = i + 1 < template.length() && template.charAt(i + 1) == c;
      if ((c == '{' || c == '}') && twice) {
        literal.append(c);
        i += 2;
      } else if (c == '{') {
        int end = template.indexOf('}', i);
        end = end < 0 ? template.length() : end;
        if (literal.length() > 0) {
          pieces.add(new Piece(false, literal.toString()));
          literal.setLength(0);
        }
        pieces.add(new Piece(true, template.substring(i + 1, end).strip()));
        i = end + 1;
      } else {
        literal.append(c);
        i++;
      }
    }
    if (literal.length() > 0) {
      pieces.add(new Piece(false, literal.toString()));
    }
    return pieces;
  }
}
