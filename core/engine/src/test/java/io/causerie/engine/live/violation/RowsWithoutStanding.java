package io.causerie.engine.live.violation;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Breaks the rule that rows for people are had with a standing. */
public final class RowsWithoutStanding {
  private RowsWithoutStanding() {}

  static List<Long> unread(Handle h, String person) {
    return List.of();
  }
}
