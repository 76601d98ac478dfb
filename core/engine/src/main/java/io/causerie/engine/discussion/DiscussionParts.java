package io.causerie.engine.discussion;

import io.causerie.engine.access.Readership;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.activity.UnitOfWork;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.people.Actors;
import io.causerie.engine.people.Names;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import java.time.Clock;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** What comments and people's own posts are made of; {@code committed} is run after each write. */
public record DiscussionParts(
    Database database,
    Clock clock,
    Ids ids,
    Reads reads,
    Readership readership,
    Journal journal,
    Actors actors,
    Copies copies,
    Attachments attachments,
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

  /** A comment as somebody sees it who was let in. */
  NoteView view(Handle h, Standing in, NoteStore.Row row) {
    Names names = actors.in(h, in.version());
    Copied copied = Copied.of(h, row.copied() ? List.of(row.id()) : List.of());
    Marks marks = Marks.of(h, in, List.of(row.activity()), List.of(row.id()), names, copied);
    return Talk.view(row, names, marks).seenBy(in.person(), in.guest(), marks.unread());
  }
}
