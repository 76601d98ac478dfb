package io.causerie.engine.file;

import io.causerie.model.FileId;
import org.jspecify.annotations.Nullable;

/**
 * A file as whoever reads its post or comment sees it.
 *
 * @param name as its giver called it; not to be trusted, and no path
 * @param size in bytes
 * @param kind by its first bytes
 * @param refusal why it may not be had, in the word of who looked for viruses
 * @param picture of which there is a small one; absent: none is shown
 */
public record FileView(
    FileId id,
    String name,
    long size,
    FileKind kind,
    FileState state,
    @Nullable String refusal,
    @Nullable Extent picture) {

  /** How large a picture is, as it stands. */
  public record Extent(int width, int height) {}
}
