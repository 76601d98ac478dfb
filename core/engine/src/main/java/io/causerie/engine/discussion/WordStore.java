package io.causerie.engine.discussion;

import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.store.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Rows of what belongs to the words of posts and of comments: mentions, and earlier wordings. */
final class WordStore {
  private WordStore() {}

  /** Ids of the persons whom an item mentions by name. */
  static Set<String> mentioned(Handle h, long item) {
    return h.createQuery("select person from mention where item = :item")
        .bind("item", item)
        .mapTo(String.class)
        .set();
  }

  /** Whom an item mentions. */
  static Set<Mention> mentions(Handle h, long item) {
    Set<Mention> mentions = new HashSet<>();
    mentioned(h, item).forEach(person -> mentions.add(Mention.person(person)));
    h.createQuery("select group_name from group_mention where item = :item")
        .bind("item", item)
        .mapTo(String.class)
        .forEach(group -> mentions.add(Mention.group(group)));
    return mentions;
  }

  /** Stores whom an item mentions that mentions nobody yet. */
  static void mention(Handle h, long item, Collection<Mention> mentions) {
    for (Mention mention : mentions) {
      String sql =
          switch (mention.kind()) {
            case PERSON -> "insert into mention (item, person) values (:item, :id)";
            case GROUP -> "insert into group_mention (item, group_name) values (:item, :id)";
          };
      h.createUpdate(sql).bind("item", item).bind("id", mention.id()).execute();
    }
  }

  /** An item that was removed mentions nobody any more. */
  static void forgetMentions(Handle h, long item) {
    h.createUpdate("delete from mention where item = :item").bind("item", item).execute();
    h.createUpdate("delete from group_mention where item = :item").bind("item", item).execute();
  }

  /** An item whose source words it otherwise than it was known to have. */
  static void forgetWordings(Handle h, long item) {
    h.createUpdate("delete from wording where item = :item").bind("item", item).execute();
  }

  /** A wording that was replaced. */
  record Kept(int version, String content, String html, Instant written) {}

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
  static List<Kept> kept(Handle h, long item) {
    return h.createQuery(
            "select version, content, html, written from wording where item = :item order by version")
        .bind("item", item)
        .map(
            (r, c) ->
                new Kept(
                    r.getInt("version"),
                    r.getString("content"),
                    r.getString("html"),
                    ActivityStore.time(r, "written").orElseThrow()))
        .list();
  }

  /** What was written, to be rendered anew. */
  record Item(long id, int version, String content) {}

  /** Rows of posts or of comments that were rendered in an earlier way; they are locked. */
  static List<Item> stale(Handle h, String table, int most) {
    return h.createQuery(
            "select id, version, coalesce(content, '') as content from "
                + table
                + " where html_version < :now "
                + (table.equals("activity") ? "and kind = " + Made.POST.code() + " " : "")
                + "order by id limit :most for update")
        .bind("now", Markdown.VERSION)
        .bind("most", most)
        .map((r, c) -> new Item(r.getLong("id"), r.getInt("version"), r.getString("content")))
        .list();
  }

  /** Writes how one of them is rendered now. */
  static void render(Handle h, String table, long id, Words words) {
    h.createUpdate(
            "update "
                + table
                + " set content = :content, html = :html, html_version = :now where id = :id")
        .bind("content", words.content())
        .bind("html", words.html())
        .bind("now", Markdown.VERSION)
        .bind("id", id)
        .execute();
  }

  /** The wordings that come after one of an item. */
  static List<Item> wordingsAfter(Handle h, long item, int version, int most) {
    return h.createQuery(
            """
            select item, version, content from wording
            where item > :item or (item = :item and version > :version)
            order by item, version limit :most
            """)
        .bind("item", item)
        .bind("version", version)
        .bind("most", most)
        .map((r, c) -> new Item(r.getLong("item"), r.getInt("version"), r.getString("content")))
        .list();
  }

  /** Writes how a wording is rendered now. */
  static void render(Handle h, Item wording, Words words) {
    h.createUpdate(
            """
            update wording set content = :content, html = :html
            where item = :item and version = :version
            """)
        .bind("content", words.content())
        .bind("html", words.html())
        .bind("item", wording.id())
        .bind("version", wording.version())
        .execute();
  }
}
