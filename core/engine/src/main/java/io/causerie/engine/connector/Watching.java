package io.causerie.engine.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a connector from which nothing comes is called silent.
 *
 * @param on false: never
 * @param after when nothing has come for so long; absent: longer than its habit
 */
public record Watching(boolean on, @Nullable Duration after) {
  /** By what it usually does at this hour of the week. */
  public static final Watching HABIT = new Watching(true, null);

  public static final Watching OFF = new Watching(false, null);

  public static Watching after(Duration silence) {
    return new Watching(true, silence);
  }
}
