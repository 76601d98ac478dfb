package io.causerie.engine.file;

import org.jspecify.annotations.Nullable;

/**
 * Where files are kept, and how many.
 *
 * @param depot of their contents; absent: no files are taken
 * @param watchman who looks for viruses; absent: nobody
 */
public record FileKeeping(@Nullable Depot depot, FileLimits limits, @Nullable Watchman watchman) {
  /** No files are taken. */
  public static final FileKeeping NONE = new FileKeeping(null, FileLimits.USUAL, null);
}
