package io.causerie.engine.home;

import org.jspecify.annotations.Nullable;

/**
 * What of a home is wanted; what is absent does not matter.
 *
 * @param type of records, by the source's word
 * @param person who did it
 * @param unread only what she has not read
 */
public record HomeFilter(
    @Nullable String system,
    @Nullable String type,
    @Nullable String person,
    boolean unread,
    Show show) {
  public static final HomeFilter ALL = new HomeFilter(null, null, null, false, Show.ALL);

  /** What kind of it. */
  public enum Show {
    ALL,
    /** What people wrote, and whatever has a comment. */
    TALK,
    /** Where she is mentioned. */
    MENTIONS
  }

  boolean wants(Candidate item) {
    HomeStore.Post post = item.post();
    return (system == null || system.equals(post.system()))
        && (type == null || type.equals(post.recordType()))
        && (person == null || person.equals(post.actor()))
        && (!unread || item.unread())
        && switch (show) {
          case ALL -> true;
          case TALK -> item.talk();
          case MENTIONS -> item.reason().isMention();
        };
  }
}
