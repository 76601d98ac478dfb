package io.causerie.engine.file;

import java.time.Duration;

/**
 * How much is taken.
 *
 * @param size bytes of a file
 * @param ofItem files of a post or a comment
 * @param ofPerson bytes of all that a person has given
 * @param unattached how long a file is kept that belongs to nothing yet
 */
public record FileLimits(long size, int ofItem, long ofPerson, Duration unattached) {
  private static final long MB = 1L << 20;

  /** Where nothing is said. */
  public static final FileLimits USUAL = new FileLimits(25 * MB, 10, 1024 * MB, Duration.ofDays(1));
}
