package io.causerie.engine.discussion;

import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.VersionConflictException;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.activity.Row;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.file.FileView;
import io.causerie.engine.people.Names;
import io.causerie.engine.store.Ids;
import io.causerie.model.FileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wrote, as it is stored: a post of her own, or a comment.
 *
 * @param what what people call it
 * @param author absent: a source
 * @param system the source it was written in, if it was
 */
record OwnWords(
    String what,
    long id,
    @Nullable String author,
    @Nullable String system,
    Instant created,
    int version,
    String content,
    String html,
    @Nullable Instant edited,
    boolean removed) {

  static OwnWords of(Row post) {
    return new OwnWords(
        "post",
        post.id(),
        post.person(),
        post.isOfSource() ? post.by().system() : null,
        post.isOfSource() ? post.published() : Ids.timeOf(post.id()),
        post.version(),
        Objects.requireNonNullElse(post.words().content(), ""),
        Objects.requireNonNullElse(post.words().html(), ""),
        post.words().edited(),
        post.removed() != null);
  }

  static OwnWords of(NoteStore.Row note) {
    return new OwnWords(
        "comment",
        note.id(),
        note.author().person(),
        note.author().system(),
        note.created(),
        note.version(),
        note.content(),
        note.html(),
        note.edited(),
        note.removed() != null);
  }

  /**
   * Makes sure that it may be changed.
   *
   * @param expected the version the author saw; absent: any
   */
  void requireOwn(Viewer viewer, @Nullable Integer expected) {
    if (system != null) {
      throw new ForbiddenException(
          "the %s was written in %s; it can be changed there alone".formatted(what, system));
    }
    if (!viewer.person().equals(author)) {
      throw new ForbiddenException(
          "the %s is somebody else's; only its author may do this".formatted(what));
    }
    if (removed) {
      throw new ForbiddenException("the %s was removed".formatted(what));
    }
    if (expected != null && expected != version) {
      throw new VersionConflictException(expected, version);
    }
  }

  /** Whether it says so already; what differs in the names of mentions alone is the same. */
  boolean says(Words words) {
    return content.equals(words.content());
  }

  /**
   * Takes a file out of it, and keeps its wording, which its next version says again.
   *
   * @return whether the file went with it
   * @throws InvalidInputException if it says nothing else
   */
  boolean leave(Handle h, Standing in, Attachments attachments, FileId file) {
    List<FileId> left =
        attachments.of(h, in, id).stream().map(FileView::id).filter(f -> !f.equals(file)).toList();
    if (left.isEmpty() && content.isEmpty()) {
      throw new InvalidInputException(
          "file", "the %s says nothing else; remove it as a whole".formatted(what));
    }
    boolean gone = attachments.carry(h, in, id, left);
    if (gone) {
      keep(h);
    }
    return gone;
  }

  /** Its words as they stand, to be written once more. */
  Words anew(Handle h) {
    return content.isEmpty() ? Words.NONE : Words.checked(content, WordStore.mentions(h, id));
  }

  /** Keeps its wording, which is about to be replaced. */
  void keep(Handle h) {
    WordStore.keep(h, id, version, content, html, since());
  }

  /** All its wordings, oldest first, the present one last; none of what was removed. */
  List<NoteView.Wording> history(Handle h, Names names) {
    if ((author == null && system == null) || removed) {
      return List.of();
    }
    List<NoteView.Wording> wordings = new ArrayList<>();
    WordStore.kept(h, id)
        .forEach(
            kept ->
                wordings.add(
                    wording(kept.version(), kept.content(), kept.html(), kept.written(), names)));
    wordings.add(wording(version, content, html, since(), names));
    return wordings;
  }

  private static NoteView.Wording wording(
      int version, String content, String html, Instant since, Names names) {
    return new NoteView.Wording(
        version, Words.named(content, names).content(), Words.namedHtml(html, names), since);
  }

  /** When it was worded so. */
  private Instant since() {
    return edited == null ? created : edited;
  }
}
