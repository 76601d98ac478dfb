package io.causerie.engine.notice;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A way to persons beside their inboxes. It is told of what was decided in the transaction that
 * decides, so that what it makes of it (deliveries, by their ids) is there once or not at all.
 */
public interface NoticeChannel {
  /** Its name, by which preferences speak of it; it stays the same over releases. */
  String name();

  /**
   * Takes what somebody is to be told by this channel.
   *
   * @param h in the transaction that decides; nothing else may be touched, nor anything outside
   *     asked
   */
  void tell(Handle h, List<Telling> all);

  /**
   * What is to be told.
   *
   * @param from not before, because of her preferences
   */
  record Telling(Notice notice, Instant from) {}
}
