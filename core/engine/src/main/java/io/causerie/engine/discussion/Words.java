package io.causerie.engine.discussion;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Readership;
import io.causerie.engine.access.Standing;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.model.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * What a person wrote: Markdown in which mentions stand by the person's id alone. Names are put in
 * when it is read, so that a renamed or erased person is renamed or erased in every old text too.
 *
 * @param content Markdown; a mention is {@code [@](person:ID)} or {@code [@](group:NAME)}
 * @param html rendered and sanitised; a mention is an empty span
 * @param mentions whom it mentions
 */
public record Words(String content, String html, Set<Mention> mentions) {
  /** Nothing is said, beside files. */
  static final Words NONE = new Words("", "", Set.of());

  /** In UTF-16 code units. */
  public static final int MAX_LENGTH = 20_000;

  private static final Pattern RENDERED =
      Pattern.compile(
          Pattern.quote(Markdown.MENTION)
              + "(person|group)=\"([A-Za-z0-9._~%&#;@-]{1,1600})\">[^<]*</span>");

  /**
   * Takes a text as its author wrote it, without the marks that only a joke piles up.
   *
   * @throws InvalidInputException if nothing of it can be seen, it is too long, or has characters
   *     that cannot be stored
   */
  public static Words of(String written) {
    try {
      PlainText.requireFilled("content", written, MAX_LENGTH);
    } catch (IllegalArgumentException e) {
      String remedy = PlainText.isInvisible(written) ? "; write something" : "";
      throw new InvalidInputException("content", e.getMessage() + remedy);
    }
    String content = PlainText.drawable(written);
    List<Markdown.Placed> named = Markdown.of(content).mentions();
    for (int i = named.size() - 1; i >= 0; i--) {
      Markdown.Placed placed = named.get(i);
      content =
          content.substring(0, placed.start())
              + placed.mention().markdown()
              + content.substring(placed.end());
    }
    // What is stored decides: whoever stands in its HTML is checked, and nobody else.
    Markdown stored = Markdown.of(content);
    if (!stored.isVisible()) {
      throw new InvalidInputException("content", "content shows nothing; write something");
    }
    Set<Mention> mentions = new TreeSet<>();
    stored.mentions().forEach(placed -> mentions.add(placed.mention()));
    return new Words(content, stored.html(), mentions);
  }

  /**
   * What was stored, with those alone mentioned who were checked when it was written; any other
   * mention is the text it was typed as.
   */
  static Words checked(String stored, Set<Mention> checked) {
    String content = stored;
    List<Markdown.Placed> unchecked = unchecked(content, checked);
    // What stood in a mention may be one itself, once that is text.
    while (!unchecked.isEmpty()) {
      for (int i = unchecked.size() - 1; i >= 0; i--) {
        int start = unchecked.get(i).start();
        content = content.substring(0, start) + "\\" + content.substring(start);
      }
      unchecked = unchecked(content, checked);
    }
    return new Words(content, Markdown.of(content).html(), checked);
  }

  private static List<Markdown.Placed> unchecked(String content, Set<Mention> checked) {
    return Markdown.of(content).mentions().stream()
        .filter(placed -> !checked.contains(placed.mention()))
        .toList();
  }

  /**
   * Stored Markdown with the names of today.
   *
   * @param content the Markdown
   * @param mentions where the mentions stand in it, in its order
   */
  public record Named(String content, List<MentionView> mentions) {}

  private static final String UNTITLED = "<span class=\"mention\">";

  /** Puts the names of today into what a person wrote. */
  public static Named named(String stored, Names names) {
    if (!stored.contains("[@](")) {
      return new Named(stored, List.of());
    }
    StringBuilder content = new StringBuilder();
    List<MentionView> mentions = new ArrayList<>();
    int written = 0;
    List<Markdown.Placed> all = Markdown.of(stored).mentions();
    names.load(persons(all.stream().map(Markdown.Placed::mention)));
    for (Markdown.Placed placed : all) {
      String name = name(names, placed.mention());
      content.append(stored, written, placed.start());
      String markdown = placed.mention().markdown(name);
      mentions.add(new MentionView(placed.mention(), name, content.length(), markdown.length()));
      content.append(markdown);
      written = placed.end();
    }
    return new Named(content.append(stored.substring(written)).toString(), mentions);
  }

  /** Puts the names of today into the HTML of what a person wrote. */
  public static String namedHtml(String html, Names names) {
    return html.contains(Markdown.MENTION)
        ? RENDERED
            .matcher(html)
            .replaceAll(m -> Matcher.quoteReplacement(span(m.group(1), m.group(2), names)))
        : html;
  }

  private static String span(String kind, String id, Names names) {
    // The sanitiser writes @ in an attribute as a character reference.
    Mention mention = Mention.at(kind + ":" + id.replace("&#64;", "@")).orElse(null);
    String name = mention == null ? "" : name(names, mention);
    boolean titled =
        mention == null || mention.kind() == Mention.Kind.PERSON || names.titles(mention.id());
    // A group that she may not address is not marked as one: whoever shows it would put its title.
    return (titled ? Markdown.MENTION + kind + "=\"" + id + "\">" : UNTITLED)
        + "@"
        + escaped(name)
        + "</span>";
  }

  private static String name(Names names, Mention mention) {
    return switch (mention.kind()) {
      case PERSON -> names.person(mention.id()).name();
      case GROUP -> names.group(mention.id());
    };
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private Set<String> ids(Mention.Kind kind) {
    Set<String> ids = new TreeSet<>();
    mentions.stream().filter(m -> m.kind() == kind).forEach(m -> ids.add(m.id()));
    return ids;
  }

  /** Ids of the persons mentioned by name. */
  Set<String> persons() {
    return ids(Mention.Kind.PERSON);
  }

  /**
   * Makes sure that whoever is mentioned can read: each person, and somebody of each group.
   *
   * @param author as she was let in
   * @throws MentionRefusedException naming those who cannot; nothing was written then
   */
  void checkMentions(Handle h, Standing author, Readership readership, Actors actors, Gate post) {
    if (mentions.isEmpty()) {
      return;
    }
    Set<String> persons = persons();
    persons.removeAll(readership.among(h, author, post, persons));
    Set<String> groups = ids(Mention.Kind.GROUP);
    if (!groups.isEmpty()) {
      groups.removeAll(readership.groups(h, author, post).keySet());
    }
    if (!persons.isEmpty() || !groups.isEmpty()) {
      // Whom she may not meet she must not learn the name of by mentioning an id.
      Names met = met(h, author, readership, actors);
      List<String> names = new ArrayList<>();
      persons.forEach(id -> names.add(met.person(id).name()));
      // Nor the title of a group that she may not address.
      names.addAll(groups);
      throw new MentionRefusedException(names, new ArrayList<>(persons), new ArrayList<>(groups));
    }
  }

  /**
   * The names by which a reader may be shown those who are mentioned: of those whom she meets
   * beside a record, and the titles of the groups that she may address among them.
   */
  Names met(Handle h, Standing reader, Readership readership, Actors actors) {
    Readership.Met met = readership.met(h, reader, persons());
    return actors.in(h, reader.version()).among(met.persons(), met.groups());
  }

  private static Stream<String> persons(Stream<Mention> mentions) {
    return mentions.filter(m -> m.kind() == Mention.Kind.PERSON).map(Mention::id);
  }

  /** Stores whom an item mentions, in place of whom it mentioned before; tells who is new. */
  Set<String> mentionAnew(Handle h, long item) {
    Set<String> added = persons();
    added.removeAll(WordStore.mentioned(h, item));
    WordStore.forgetMentions(h, item);
    WordStore.mention(h, item, mentions);
    return added;
  }
}
