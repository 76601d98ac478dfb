package io.causerie.engine.notice;

import io.causerie.engine.home.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What persons want to be told, by what, and when. Asked at one place, when it is decided. */
public interface NoticePreferences {
  /** The channel that is her inbox here; it waits for nothing, since it disturbs nobody. */
  String PAGE = "page";

  /**
   * What nobody has said anything else of: she is told what is meant for her, and what she only
   * follows stands in her home.
   */
  NoticePreferences DEFAULT =
      new NoticePreferences() {
        @Override
        public Map<String, Wishes> of(Handle h, Collection<String> persons, Instant now) {
          Wishes usual = (reason, channel) -> usually(reason) ? When.NOW : When.NEVER;
          Map<String, Wishes> all = new HashMap<>();
          persons.forEach(person -> all.put(person, usual));
          return all;
        }

        @Override
        public boolean mayTell(Handle h, Reason reason) {
          return usually(reason);
        }
      };

  /**
   * What some persons want.
   *
   * @param h in the transaction that decides
   * @return of each of them
   */
  Map<String, Wishes> of(Handle h, Collection<String> persons, Instant now);

  /**
   * Whether there may be anybody who is told by a reason; where not, nothing of it is queued for
   * anybody.
   *
   * @param h in the transaction that would queue it
   */
  boolean mayTell(Handle h, Reason reason);

  /** Whether one is told by a reason who has not said otherwise. */
  static boolean usually(Reason reason) {
    return switch (reason) {
      case MENTION, REPLY, ASSIGNMENT, GROUP_MENTION -> true;
      case FOLLOW, RULE -> false;
    };
  }

  /** What one person wants. */
  @FunctionalInterface
  interface Wishes {
    When when(Reason reason, String channel);
  }

  /**
   * When she is told.
   *
   * @param tells whether at all
   * @param until not before; absent: at once
   */
  record When(boolean tells, @Nullable Instant until) {
    public static final When NOW = new When(true, null);
    public static final When NEVER = new When(false, null);

    public static When later(Instant until) {
      return new When(true, until);
    }
  }
}
