package io.causerie.engine.discussion;

import io.causerie.engine.Page;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Untold;
import io.causerie.engine.record.Unseen;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Pages of comments, kept as somebody sees them who has seen all and written none; what is a
 * reader's own is added to them.
 */
final class TalkPages {
  private static final long MOST_CHARACTERS = 4 << 20;

  private final Untold<Place, Page<NoteView>> pages =
      new Untold<>(MOST_CHARACTERS, TalkPages::characters);
  private final Unseen unseen = new Unseen();

  /** Which page; names are shown by the rights of a version. */
  private record Place(long record, long activity, long before, int limit, long rights) {}

  /**
   * The page of a post's comments as a reader sees it.
   *
   * @param before comments older than this one
   * @param read reads it from the database
   */
  Page<NoteView> page(
      Handle h,
      Standing reader,
      long activity,
      long before,
      int limit,
      Supplier<Page<NoteView>> read) {
    Place place = new Place(reader.record(), activity, before, limit, reader.version());
    Page<NoteView> page = pages.get(place, reader.progress(), read);
    Set<Long> news = unseen.of(h, reader, List.of(activity));
    return page.map(note -> note.seenBy(reader.person(), reader.guest(), news));
  }

  private static long characters(Page<NoteView> page) {
    // What stands beside the words takes about as much as they do.
    return page.items().stream()
        .mapToLong(n -> 200 + n.content().length() + n.html().length())
        .sum();
  }
}
