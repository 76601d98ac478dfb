package io.causerie.engine.ingest;

import io.causerie.engine.connector.Lease;
import io.causerie.model.SourceEvent;

/**
 * How an event was come by that is a row of a source: what was read is how the record is now,
 * whatever its version says. A row as it was some changes ago (a backup was restored, a deletion
 * taken back) is therefore taken in again, and one that is read twice is not.
 *
 * @param lease the right to read; when it is lost, what was read may be old, and is refused
 * @param key the row's key in its source
 * @param version what the source calls this state of the row
 * @param digest of its content
 * @param silent whether it tells of times before its connector began
 */
public record Reading(Lease lease, String key, String version, String digest, boolean silent) {
  private static final int DIGEST = 16;

  /** What a row holds, in a few characters. */
  public static String digestOf(SourceEvent event) {
    return Digests.ofData(event).substring(0, DIGEST);
  }
}
