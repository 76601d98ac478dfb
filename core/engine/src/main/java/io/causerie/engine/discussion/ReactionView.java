package io.causerie.engine.discussion;

import java.util.List;
import java.util.Set;

/**
 * One emoji under a post or comment.
 *
 * @param emoji the emoji
 * @param givers ids of those who gave it
 * @param mine whether the reader is among them
 * @param names up to ten of those who gave it, first come first
 */
public record ReactionView(String emoji, Set<String> givers, boolean mine, List<String> names) {
  /** How many gave it. */
  public int count() {
    return givers.size();
  }

  /** The same as somebody sees it. */
  public ReactionView seenBy(String person) {
    boolean given = givers.contains(person);
    return given == mine ? this : new ReactionView(emoji, givers, given, names);
  }
}
