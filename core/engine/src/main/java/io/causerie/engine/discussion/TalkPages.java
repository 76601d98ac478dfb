package io.causerie.engine.discussion;

import io.causerie.engine.Page;
import io.causerie.engine.Recent;
import io.causerie.engine.access.Progress;
import io.causerie.engine.access.Standing;
import io.causerie.engine.record.UnreadStore.Lines;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Pages of comments as they were read lately, as somebody sees them who has seen all and written
 * none, with the lines that tell what a reader has not seen. A page counts as long as nothing was
 * told of its record: that is asked with the gates, in the transaction that would read it.
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

  /** A page, and its post's lines that somebody had not seen. */
  private record Kept(Page<NoteView> page, Lines lines, long last) {
    long characters() {
      // What stands beside the words takes about as much as they do.
      return lines.lines().size() * 40L
          + page.items().stream()
              .mapToLong(n -> 200 + n.content().length() + n.html().length())
              .sum();
    }
  }

  /**
   * The page as a reader sees it.
   *
   * @param read reads it from the database
   * @param lines reads the lines that the reader has not seen
   */
  Page<NoteView> page(
      Place place, Standing reader, Supplier<Page<NoteView>> read, Supplier<Lines> lines) {
    Progress now = reader.progress();
    Kept kept =
        recent.find(place).filter(k -> k.last() == now.last() && !now.waiting()).orElse(null);
    Kept told = kept;
    if (kept == null) {
      told = new Kept(read.get(), lines.get(), now.last());
    } else if (kept.lines().from() > now.seen()) {
      told = new Kept(kept.page(), lines.get(), now.last());
    }
    if (told != kept && !now.waiting()) {
      recent.put(place, told);
    }
    Set<Long> unseen = told.lines().unseen(reader.person(), now.seen());
    return told.page().map(note -> note.seenBy(reader.person(), unseen));
  }
}
