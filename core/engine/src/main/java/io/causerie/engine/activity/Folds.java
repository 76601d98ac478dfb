package io.causerie.engine.activity;

import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.journal.JournalStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Closes folds, so that what somebody talks about never changes under her words. Everything here
 * holds the record's lock, as folding itself does.
 */
public final class Folds {
  private final Ids ids;
  private final Journal journal;

  public Folds(Ids ids, Journal journal) {
    this.ids = ids;
    this.journal = journal;
  }

  /**
   * Holds a post as its reader was shown it, because she talks about it or gives out its address.
   * Events folded in after what she was shown are split off into a next post, whether or not
   * further ones could still have joined; a post that is held already stays as it is.
   *
   * @param record locked by this transaction; to be saved by the caller
   * @param upTo the position she was shown; absent: everything
   */
  public void hold(Handle h, TrackedRecord record, Row activity, @Nullable Long upTo) {
    boolean open = Long.valueOf(activity.id()).equals(record.fold());
    if (open) {
      record.fold(null);
    }
    if (activity.told().foldStarted() == null) {
      return;
    }
    if (upTo != null && activity.told().steps() > 1) {
      List<Contribution> all = ActivityStore.contributions(h, activity.id());
      // A line that was trimmed is older than any reader.
      Set<Long> unseen =
          JournalStore.after(h, all.stream().map(Contribution::journalLine).toList(), upTo);
      List<Contribution> before = new ArrayList<>();
      List<Contribution> after = new ArrayList<>();
      all.forEach(c -> (unseen.contains(c.journalLine()) ? after : before).add(c));
      if (!before.isEmpty() && !after.isEmpty()) {
        split(h, record, activity, before, after, open);
      }
    }
    ActivityStore.hold(h, activity.id());
  }

  private void split(
      Handle h,
      TrackedRecord record,
      Row activity,
      List<Contribution> before,
      List<Contribution> after,
      boolean open) {
    Row kept = folded(activity, before);
    long id = ids.next();
    Row moved = folded(activity.apart(id, after.get(0).published()), after);
    ActivityStore.refold(h, List.of(kept));
    ActivityStore.insert(h, List.of(moved));
    ActivityStore.move(h, after, id);
    journal.write(h, List.of(line(What.UPDATED, kept), line(What.POSTED, moved)));
    if (open) {
      record.fold(id);
    }
  }

  private Journal.Line line(What what, Row row) {
    return new Journal.Line(
        journal.nextId(),
        what,
        row.record(),
        row.id(),
        null,
        row.lane(),
        row.audience(),
        row.person(),
        row.by().sourceActor());
  }

  /** A post as its steps tell it, in their order. */
  public static Row folded(Row row, List<Contribution> steps) {
    Contribution last = steps.get(steps.size() - 1);
    return row.folded(
        last.published(),
        last.summary(),
        FieldChange.fold(steps.stream().map(Contribution::changes).toList()),
        steps.size());
  }
}
