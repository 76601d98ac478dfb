package io.causerie.engine.live.violation;

import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.ActivityStore;
import io.causerie.engine.record.RecordStore;
import io.causerie.engine.record.TrackedRecord;
import io.causerie.engine.store.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Breaks the rule that rows are read through the door. */
public final class LiveAroundTheDoor {
  private LiveAroundTheDoor() {}

  static List<TrackedRecord> page(Database database) {
    return database.read(h -> RecordStore.page(h, "desk", 0, 9));
  }

  static int anotherPost(Handle h, Standing in) {
    return ActivityStore.contributions(h, in.record() + 1).size();
  }

  static int changes(Handle h) {
    return ActivityStore.contributions(h, 7).size();
  }
}
