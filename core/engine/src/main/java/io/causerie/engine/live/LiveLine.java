package io.causerie.engine.live;

import io.causerie.engine.access.Gate;
import io.causerie.engine.access.Standing;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.journal.JournalItem;
import io.causerie.engine.record.RecordHead;
import io.causerie.model.Lane;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal as one reader is told of it, with what it changed as she sees it now.
 * What she sees may be newer than the line, never older. Readers who see the same get equal values.
 *
 * @param item the line
 * @param mine whether she did it herself
 * @param gate who reads the post it is about; absent where it is about the record alone
 * @param post the post, where the line is about one
 * @param comment the comment, where the line is about one
 * @param comments how many comments the post of the comment has
 * @param head what the record is called and holds, where an event changed it; what it does not say
 *     is to be asked for
 */
public record LiveLine(
    JournalItem item,
    boolean mine,
    @Nullable Gate gate,
    @Nullable ActivityView post,
    @Nullable NoteView comment,
    int comments,
    @Nullable RecordHead head) {

  /** Whether somebody may be told of it, by the rights of another moment than when it was made. */
  public boolean isFor(Standing standing) {
    Gate ofPost = gate;
    if (ofPost != null) {
      return standing.reads(ofPost);
    }
    return standing.internal() || (item.lane() == Lane.CUSTOMER && standing.customer());
  }
}
