package io.causerie.server.live;

import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.discussion.Removal;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.live.LiveLine;
import io.causerie.engine.people.ActorView;
import io.causerie.model.RecordId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes lines once for all who are told the same in the same manner. Used by one thread. */
final class Letters {
  private final Pen pen;
  private final long now;
  private final Map<Key, byte[]> written = new HashMap<>();

  /**
   * @param now when the rights of those who are told were looked at, by {@link System#nanoTime}
   */
  Letters(Pen pen, long now) {
    this.pen = pen;
    this.now = now;
  }

  /**
   * What makes a letter another one.
   *
   * @param you who is called so in it; empty where nobody is
   */
  private record Key(LiveLine told, Manner manner, String you) {}

  Frame to(String person, Manner manner, RecordId record, LiveLine told) {
    byte[] bytes =
        written.computeIfAbsent(
            new Key(told, manner, names(told, person) ? person : ""),
            k -> Frame.bytes(told.item().position(), pen.write(k.told(), k.manner(), k.you())));
    return new Frame(bytes, new Frame.About(record, told, now));
  }

  private static boolean names(LiveLine told, String person) {
    ActivityView post = told.post();
    return names(told.comment(), person)
        || (post != null
            && (is(post.actor(), person)
                || is(post.removed(), person)
                || post.notes().stream().anyMatch(note -> names(note, person))));
  }

  private static boolean names(@Nullable NoteView note, String person) {
    return note != null
        && (is(note.author(), person)
            || is(note.inReplyToAuthor(), person)
            || is(note.removed(), person));
  }

  private static boolean is(@Nullable Removal removal, String person) {
    return removal != null && is(removal.by(), person);
  }

  private static boolean is(@Nullable ActorView actor, String person) {
    return actor != null && person.equals(actor.person());
  }
}
