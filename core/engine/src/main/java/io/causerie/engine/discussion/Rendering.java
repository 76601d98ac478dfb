package io.causerie.engine.discussion;

import io.causerie.engine.delivery.Jobs;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Renders anew what people wrote before mentions were taken from the parsed tree: a link to a
 * person that was drawn as a mention, and never checked, becomes the text it was typed as. A job of
 * some rows at a time, which the upgrade asks for; until it is done, such rows are read as words
 * that mention nobody.
 */
public final class Rendering {
  private static final String JOB = "render-anew";
  private static final int AT_ONCE = 200;

  private final Jobs jobs;

  private Rendering(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Has the worker do this job. */
  public static void register(Jobs jobs) {
    Rendering rendering = new Rendering(jobs);
    jobs.handle(JOB, rendering::some);
  }

  private void some(Handle h, String subject) {
    if (subject.isEmpty()) {
      int done = items(h, "activity") + items(h, "note");
      // Wordings come last: what is edited meanwhile keeps the wording it had.
      jobs.add(h, JOB, done == 0 ? "0 0" : "");
    } else {
      String[] after = subject.split(" ");
      wordings(h, Long.parseLong(after[0]), Integer.parseInt(after[1]));
    }
  }

  private record Item(long id, int version, String content) {}

  private static int items(Handle h, String table) {
    List<Item> items =
        h.createQuery(
                "select id, version, content from "
                    + table
                    + " where html_version < :now "
                    + (table.equals("activity") ? "and kind = 2 " : "")
                    + "order by id limit :most for update")
            .bind("now", Markdown.VERSION)
            .bind("most", AT_ONCE)
            .map((r, c) -> new Item(r.getLong(1), r.getInt(2), r.getString(3)))
            .list();
    for (Item item : items) {
      Words anew = Words.checked(item.content() == null ? "" : item.content(), mentions(h, item));
      h.createUpdate(
              "update "
                  + table
                  + " set content = :content, html = :html, html_version = :now where id = :id")
          .bind("content", anew.content())
          .bind("html", anew.html())
          .bind("now", Markdown.VERSION)
          .bind("id", item.id())
          .execute();
    }
    return items.size();
  }

  private static Set<Mention> mentions(Handle h, Item item) {
    Set<Mention> mentions = new HashSet<>();
    h.createQuery("select person from mention where item = :item")
        .bind("item", item.id())
        .mapTo(String.class)
        .forEach(person -> mentions.add(Mention.person(person)));
    h.createQuery("select group_name from group_mention where item = :item")
        .bind("item", item.id())
        .mapTo(String.class)
        .forEach(group -> mentions.add(Mention.group(group)));
    return mentions;
  }

  private void wordings(Handle h, long item, int version) {
    List<Item> wordings =
        h.createQuery(
                """
                select item, version, content from wording
                where item > :item or (item = :item and version > :version)
                order by item, version limit :most
                """)
            .bind("item", item)
            .bind("version", version)
            .bind("most", AT_ONCE)
            .map((r, c) -> new Item(r.getLong(1), r.getInt(2), r.getString(3)))
            .list();
    for (Item wording : wordings) {
      Words anew = Words.checked(wording.content(), mentions(h, wording));
      h.createUpdate(
              """
              update wording set content = :content, html = :html
              where item = :item and version = :version
              """)
          .bind("content", anew.content())
          .bind("html", anew.html())
          .bind("item", wording.id())
          .bind("version", wording.version())
          .execute();
    }
    if (wordings.size() == AT_ONCE) {
      Item last = wordings.get(AT_ONCE - 1);
      jobs.add(h, JOB, last.id() + " " + last.version());
    }
  }
}
