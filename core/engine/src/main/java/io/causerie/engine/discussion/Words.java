package io.causerie.engine.discussion;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.MentionRefusedException;
import io.causerie.engine.access.Access;
import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.people.ActorView;
import io.causerie.engine.people.Actors;
import io.causerie.engine.store.Database;
import io.causerie.model.PlainText;
import io.causerie.model.RecordId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * What a person wrote: Markdown in which mentions stand by the person's id alone. Names are put in
 * when it is read, so that a renamed or erased person is renamed or erased in every old text too.
 *
 * @param content Markdown; a mention is {@code [@](person:ID)}
 * @param html rendered and sanitised; a mention is an empty span
 * @param mentions ids of the persons mentioned
 */
public record Words(String content, String html, Set<String> mentions) {
  /** In UTF-16 code units. */
  public static final int MAX_LENGTH = 20_000;

  private static final Pattern WRITTEN =
      Pattern.compile("\\[@[^\\]\\n]*\\]\\(person:([A-Za-z0-9._@-]{1,64})\\)");
  private static final Pattern RENDERED =
      Pattern.compile(
          Pattern.quote(Markdown.MENTION) + "([A-Za-z0-9._&#;@-]{1,200})\">[^<]*</span>");

  /**
   * Takes a text as its author wrote it.
   *
   * @throws InvalidInputException if it is empty, too long, or has characters that cannot be stored
   */
  public static Words of(String written) {
    if (written.isBlank()) {
      throw new InvalidInputException("content", "content is empty; write something");
    }
    try {
      PlainText.require("content", written, MAX_LENGTH);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("content", String.valueOf(e.getMessage()));
    }
    Set<String> mentions = new TreeSet<>();
    String content =
        WRITTEN
            .matcher(written)
            .replaceAll(
                m -> {
                  mentions.add(m.group(1));
                  return Matcher.quoteReplacement("[@](person:" + m.group(1) + ")");
                });
    return new Words(content, Markdown.render(content), mentions);
  }

  /** Stored Markdown with the names of today. */
  public static String named(String content, Actors actors) {
    return replaced(WRITTEN, content, m -> "[@" + name(actors, m) + "](person:" + m.group(1) + ")");
  }

  /** Stored HTML with the names of today. */
  public static String namedHtml(String html, Actors actors) {
    return replaced(
        RENDERED,
        html,
        m -> Markdown.MENTION + m.group(1) + "\">@" + escaped(name(actors, m)) + "</span>");
  }

  private static String replaced(
      Pattern pattern, String text, Function<MatchResult, String> replacement) {
    return text.contains("person")
        ? pattern.matcher(text).replaceAll(m -> Matcher.quoteReplacement(replacement.apply(m)))
        : text;
  }

  private static String name(Actors actors, MatchResult mention) {
    // The sanitiser writes @ in an attribute as a character reference.
    ActorView actor = actors.person(mention.group(1).replace("&#64;", "@"));
    return actor.name().replace("]", "").replace("\n", " ");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * Makes sure that whoever is mentioned can read.
   *
   * @throws MentionRefusedException naming those who cannot; nothing was written then
   */
  void checkMentions(
      Handle h, Access access, Actors actors, Viewer author, long record, Gate post) {
    if (mentions.isEmpty()) {
      return;
    }
    Set<String> cannot = access.cannotRead(h, record, post, mentions);
    if (!cannot.isEmpty()) {
      // Whom she may not meet she must not learn the name of by mentioning an id.
      Actors met = actors.among(access.met(h, author, new RecordId(record)));
      throw new MentionRefusedException(
          cannot.stream().map(id -> met.person(id).name()).toList(), new ArrayList<>(cannot));
    }
  }

  /** Stores whom an item mentions, in place of whom it mentioned before; tells who is new. */
  Set<String> storeMentions(Handle h, long item) {
    Set<String> before =
        h.createQuery("select person from mention where item = :item")
            .bind("item", item)
            .mapTo(String.class)
            .set();
    h.createUpdate("delete from mention where item = :item").bind("item", item).execute();
    for (String person : mentions) {
      h.createUpdate("insert into mention (item, person) values (:item, :person)")
          .bind("item", item)
          .bind("person", person)
          .execute();
    }
    Set<String> added = new TreeSet<>(mentions);
    added.removeAll(before);
    return added;
  }

  /** Keeps a wording that is about to be replaced. */
  static void keep(Handle h, long item, int version, String content, String html, Instant written) {
    h.createUpdate(
            """
            insert into wording (item, version, content, html, written)
            values (:item, :version, :content, :html, :written)
            """)
        .bind("item", item)
        .bind("version", version)
        .bind("content", content)
        .bind("html", html)
        .bind("written", Database.storable(written))
        .execute();
  }

  /** The wordings that were replaced, oldest first. */
  static List<NoteView.Wording> kept(Handle h, long item, Actors actors) {
    return h.createQuery(
            "select version, content, html, written from wording where item = :item order by version")
        .bind("item", item)
        .map(
            (r, c) ->
                new NoteView.Wording(
                    r.getInt("version"),
                    named(r.getString("content"), actors),
                    namedHtml(r.getString("html"), actors),
                    io.causerie.engine.activity.ActivityStore.time(r, "written").orElseThrow()))
        .list();
  }
}
