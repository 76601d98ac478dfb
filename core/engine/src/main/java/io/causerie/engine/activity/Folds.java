package io.causerie.engine.activity;

import io.causerie.engine.activity.ActivityStore.Contribution;
import io.causerie.engine.journal.JournalItem.What;
import io.causerie.engine.journal.JournalStore;
import io.causerie.engine.record.TrackedRecord;
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
  private Folds() {}

  /**
   * Holds a post as its reader was shown it, because she talks about it or gives out its address.
   * Events folded in after what she was shown are split off into a next post, whether or not
   * further ones could still have joined; a post that is held already stays as it is.
   *
   * @param record locked by this transaction
   * @param upTo the position she was shown; absent: everything
   */
  public static void hold(
      UnitOfWork unit, Handle h, TrackedRecord record, Row activity, @Nullable Long upTo) {
    unit.save(record);
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
        long next = split(unit, activity, before, after);
        ActivityStore.move(h, after, next);
        if (open) {
          record.fold(next);
        }
      }
    }
    ActivityStore.hold(h, activity.id());
  }

  private static long split(
      UnitOfWork unit, Row activity, List<Contribution> before, List<Contribution> after) {
    Row kept = folded(activity, before);
    Row next = folded(activity.apart(unit.nextId(), after.get(0).published()), after);
    unit.refold(kept);
    unit.post(next);
    unit.line(What.UPDATED, kept, kept.by());
    unit.line(What.POSTED, next, next.by());
    return next.id();
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
