package io.causerie.engine.journal;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Makes something of the journal that must be made exactly once, such as who is told of what. Its
 * effect and its position are committed together, so whatever it writes by the handle it is given
 * is written once for each line, whichever nodes die, freeze or run at the same time. Called by one
 * thread at a time of all nodes.
 */
public interface JournalReader {
  /** Its name; it stays the same over releases, since its position is kept under it. */
  String name();

  /**
   * Reads on, in the order of the positions; what it throws is tried again with the same lines.
   *
   * @param h in the transaction that moves the position; nothing else may be touched
   * @param lines at least one
   */
  void read(Handle h, List<JournalLine> lines);

  /**
   * The same for whatever makes so much of a line that a transaction should not bear all of them.
   *
   * @return how many of the lines it has read, from the first one on; at least one
   */
  default int readSome(Handle h, List<JournalLine> lines) {
    read(h, lines);
    return lines.size();
  }

  /** Called after what it made has been committed, on the node that did; must not block or fail. */
  default void committed() {}

  /**
   * Whether it first makes what it needs of what is there already; else it begins with what comes.
   */
  default boolean rebuilds() {
    return false;
  }

  /**
   * Makes some of what it needs of the records, posts and notes that are there. What changes
   * meanwhile is also read as a line afterwards, so it must be made as it is now, not counted.
   *
   * @param h in the transaction that keeps how far it has come
   * @param after what the call before returned; absent at first
   * @return how far it has come, at most 400 characters; absent when all is made
   */
  default @Nullable String rebuild(Handle h, @Nullable String after) {
    return null;
  }
}
