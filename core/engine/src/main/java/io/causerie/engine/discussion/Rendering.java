package io.causerie.engine.discussion;

import io.causerie.engine.delivery.Jobs;
import java.util.List;
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

  private static int items(Handle h, String table) {
    List<WordStore.Item> items = WordStore.stale(h, table, AT_ONCE);
    for (WordStore.Item item : items) {
      WordStore.render(h, table, item.id(), anew(h, item));
    }
    return items.size();
  }

  private static Words anew(Handle h, WordStore.Item item) {
    return Words.checked(item.content(), WordStore.mentions(h, item.id()));
  }

  private void wordings(Handle h, long item, int version) {
    List<WordStore.Item> wordings = WordStore.wordingsAfter(h, item, version, AT_ONCE);
    for (WordStore.Item wording : wordings) {
      WordStore.render(h, wording, anew(h, wording));
    }
    if (wordings.size() == AT_ONCE) {
      WordStore.Item last = wordings.get(AT_ONCE - 1);
      jobs.add(h, JOB, last.id() + " " + last.version());
    }
  }
}
