package io.causerie.engine.notice;

import java.util.List;

/**
 * How persons are told.
 *
 * @param preferences asked when it is decided
 * @param channels that are told beside inboxes
 */
public record NoticeWays(NoticePreferences preferences, List<NoticeChannel> channels) {
  /** Inboxes alone, by what is usual. */
  public static final NoticeWays USUAL = new NoticeWays(NoticePreferences.DEFAULT, List.of());

  public NoticeWays {
    channels = List.copyOf(channels);
  }
}
