package io.causerie.engine.discussion;

import io.causerie.engine.access.Readership;
import io.causerie.engine.access.Reads;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.people.Actors;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import java.time.Clock;

/** What comments and people's own posts are made of; {@code committed} is run after each write. */
public record DiscussionParts(
    Database database,
    Clock clock,
    Ids ids,
    Reads reads,
    Readership readership,
    Journal journal,
    Actors actors,
    Runnable committed) {

  /** The work that does a change, and writes what that collects. */
  <T> Reads.Work<T> change(Discussion.Change<T> change) {
    return (h, in) -> {
      UnitOfWork unit = new UnitOfWork(h, journal);
      T done = change.with(unit, h, in);
      unit.flush();
      return done;
    };
  }
}
