package io.causerie.engine.discussion;

import io.causerie.engine.Page;
import io.causerie.engine.Recent;
import io.causerie.engine.record.UnreadStore.Unread;
import java.util.function.Supplier;

/**
 * Pages of comments as they were read lately, as somebody sees them who has seen all and written
 * none. A page counts as long as nothing was told of its record: that is asked, in the transaction
 * that would read it, with what the reader has not seen.
 */
final class TalkPages {
  private static final long MOST_CHARACTERS = 4 << 20;

  private final Recent<Place, Kept> recent = new Recent<>(MOST_CHARACTERS, Kept::characters);

  /**
   * Which page.
   *
   * @param record whose post it is
   * @param before comments older than this one
   * @param rights version of the rights by which names are shown
   */
  record Place(long record, long activity, long before, int limit, long rights) {}

  private record Kept(Page<NoteView> page, long last, long characters) {}

  /**
   * @param now how far the journal has come with the record
   * @param read reads it from the database
   */
  Page<NoteView> page(Place place, Unread now, Supplier<Page<NoteView>> read) {
    return recent
        .find(place)
        .filter(kept -> kept.last() == now.last() && !now.waiting())
        .map(Kept::page)
        .orElseGet(
            () -> {
              Page<NoteView> page = read.get();
              if (!now.waiting()) {
                recent.put(place, new Kept(page, now.last(), characters(page)));
              }
              return page;
            });
  }

  private static long characters(Page<NoteView> page) {
    // What stands beside the words takes about as much as they do.
    return page.items().stream()
        .mapToLong(n -> 200 + n.content().length() + n.html().length())
        .sum();
  }
}
