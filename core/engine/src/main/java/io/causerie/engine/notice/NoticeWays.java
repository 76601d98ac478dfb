package io.causerie.engine.notice;

import java.util.List;

/**
 * How persons are told.
 *
 * @param preferences asked when it is decided
 * @param channels that are told beside inboxes
 */
public record NoticeWays(NoticePreferences preferences, List<NoticeChannel> channels) {
  public NoticeWays {
    channels = List.copyOf(channels);
  }
}
