package io.causerie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Looks for viruses. Called by several threads, without a connection of the database. */
@FunctionalInterface
public interface Watchman {
  /**
   * Looks at a content.
   *
   * @return why it is refused, in a word for people; empty: nothing is wrong with it
   * @throws IOException if it cannot be looked at now: it waits
   */
  Optional<String> refuses(InputStream content) throws IOException, InterruptedException;
}
