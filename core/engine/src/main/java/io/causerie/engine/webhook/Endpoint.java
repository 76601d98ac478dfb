package io.causerie.engine.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address outside to which is posted what its person may read.
 *
 * @param person whose it is; of a system's, on whose behalf it is read
 * @param system whose posts it is told; absent: it is her own, and told what she is told
 * @param secret with which is signed
 * @param former with which is signed besides, where the secret was changed lately
 * @param formerUntil until then
 * @param ended since when nothing is posted there, because it said that it is gone
 */
public record Endpoint(
    long id,
    String person,
    @Nullable String system,
    String url,
    Sealed secret,
    @Nullable Sealed former,
    @Nullable Instant formerUntil,
    Instant since,
    @Nullable Instant ended) {

  /**
   * A text that nobody reads here.
   *
   * @param key by which whoever sealed it knows how
   */
  public record Sealed(String key, String text) {}

  /** The address may hold a secret of its own. */
  @Override
  public String toString() {
    return "Endpoint[%d of %s%s]".formatted(id, person, system == null ? "" : " for " + system);
  }
}
