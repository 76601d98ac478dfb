package io.causerie.engine.access;

import io.causerie.model.RecordId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The person on whose behalf something is read or written. Made by {@code People.viewer}, which
 * refuses a person who is unknown or no longer active; groups are looked up at each use, so that a
 * right taken away ends at once.
 *
 * @param person the person's id
 * @param within the records that she asks within, by every id they have, as a frame in another
 *     application does; empty: all that she may see
 * @param premise under which this is she: she is let in nowhere once it is gone; absent: it has
 *     been looked up for this request
 */
public record Viewer(String person, Set<RecordId> within, @Nullable Premise premise) {
  public Viewer {
    within = Set.copyOf(within);
  }

  /** Somebody of whom it has just been looked up. */
  public Viewer(String person, Set<RecordId> within) {
    this(person, within, null);
  }

  /** Somebody who asks for whatever she may see. */
  public Viewer(String person) {
    this(person, Set.of());
  }

  /** Whether a record lies within what she asks for; whether she may see it is another question. */
  boolean asksWithin(long record) {
    return within.isEmpty() || within.contains(new RecordId(record));
  }
}
