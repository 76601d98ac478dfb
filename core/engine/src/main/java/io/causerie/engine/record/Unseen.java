package io.causerie.engine.record;

import io.causerie.engine.access.Progress;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Untold;
import io.causerie.engine.record.UnreadStore.Lines;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What readers have not seen of some posts and their comments. The lines that tell of it are kept
 * for all of them: whoever is further behind than those reach reads her own.
 */
public final class Unseen {
  private static final long MOST_LINES = 100_000;

  private final Untold<Posts, Lines> told =
      new Untold<>(MOST_LINES, lines -> 1 + lines.lines().size());

  /** Which posts; who a source means by a user is known by the rights of a version. */
  private record Posts(long record, List<Long> activities, long rights) {}

  /**
   * @param reader who asked for the page of the record or of a post
   * @param activities posts that she may read: their comments have the same audience
   * @return ids of posts and comments
   */
  public Set<Long> of(Handle h, Standing reader, List<Long> activities) {
    Posts posts = new Posts(reader.record(), activities, reader.version());
    Progress now = reader.progress();
    Lines lines =
        told.find(posts, now)
            .filter(kept -> kept.from() <= now.seen())
            .orElseGet(
                () -> {
                  Lines read = UnreadStore.after(h, reader, activities);
                  told.put(posts, now, read);
                  return read;
                });
    return lines.unseen(reader.person(), now.seen());
  }
}
