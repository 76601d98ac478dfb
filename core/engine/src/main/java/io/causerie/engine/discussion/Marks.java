package io.causerie.engine.discussion;

import io.causerie.engine.access.Standing;
import io.causerie.engine.file.FileView;
import io.causerie.engine.people.Names;
import io.causerie.engine.record.UnreadStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What stands beside posts and comments; what of it is one reader's own is in {@code unread} alone.
 *
 * @param given by the item it was given to
 * @param unread items that are new to her
 * @param copied how they stand in systems as well
 */
public record Marks(Given given, Set<Long> unread, Copied copied) {

  /**
   * @param activities posts that she may read, of the standing's record
   * @param notes comments on these
   * @param copied how these stand in systems as well
   */
  public static Marks of(
      Handle h,
      Standing reader,
      Collection<Long> activities,
      Collection<Long> notes,
      Names names,
      Copied copied) {
    List<Long> items = new ArrayList<>(activities);
    items.addAll(notes);
    return new Marks(Given.of(h, items, names), UnreadStore.of(h, reader, activities), copied);
  }

  public List<ReactionView> reactions(long item) {
    return given.reactions().getOrDefault(item, List.of());
  }

  public List<FileView> files(long item) {
    return given.files().getOrDefault(item, List.of());
  }
}
