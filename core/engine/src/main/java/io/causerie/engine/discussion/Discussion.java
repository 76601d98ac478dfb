package io.causerie.engine.discussion;

import io.causerie.engine.IdempotencyKey;
import io.causerie.engine.Page;
import io.causerie.engine.access.Viewer;
import io.causerie.model.ActivityId;
import io.causerie.model.NoteId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Comments and reactions. */
public final class Discussion {
  /** The last comments, oldest first; {@code next} leads to older ones. */
  public Page<NoteView> notes(
      Viewer viewer, ActivityId activity, @Nullable String cursor, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<NoteView> note(Viewer viewer, NoteId note) {
    throw new UnsupportedOperationException();
  }

  /**
   * Comments on a post.
   *
   * @param content Markdown; mentions as {@code [@Name](person:ID)}
   * @param inReplyTo a comment of the same post
   * @param upTo the position the author was shown; changes folded in later are split off
   */
  public NoteView reply(
      Viewer viewer,
      ActivityId activity,
      String content,
      @Nullable NoteId inReplyTo,
      @Nullable Long upTo,
      @Nullable IdempotencyKey key) {
    throw new UnsupportedOperationException();
  }

  public NoteView edit(
      Viewer viewer, NoteId note, String content, @Nullable Integer expectedVersion) {
    throw new UnsupportedOperationException();
  }

  public void remove(Viewer viewer, NoteId note, @Nullable Integer expectedVersion) {
    throw new UnsupportedOperationException();
  }

  /** All wordings, oldest first, the present one last. */
  public List<NoteView.Wording> history(Viewer viewer, NoteId note) {
    throw new UnsupportedOperationException();
  }

  /** Gives an emoji; giving it twice changes nothing. */
  public void react(Viewer viewer, ActivityId activity, String emoji, @Nullable Long upTo) {
    throw new UnsupportedOperationException();
  }

  public void unreact(Viewer viewer, ActivityId activity, String emoji) {
    throw new UnsupportedOperationException();
  }

  public void react(Viewer viewer, NoteId note, String emoji) {
    throw new UnsupportedOperationException();
  }

  public void unreact(Viewer viewer, NoteId note, String emoji) {
    throw new UnsupportedOperationException();
  }

  /** Renders Markdown as a comment would be, without storing it. */
  public String preview(Viewer viewer, String content) {
    throw new UnsupportedOperationException();
  }
}
