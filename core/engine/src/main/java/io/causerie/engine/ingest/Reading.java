package io.causerie.engine.ingest;

import io.causerie.engine.connector.Lease;
import io.causerie.model.SourceEvent;

/**
 * How an event was come by that was read from a source, or that a source delivered on a line that
 * is kept open.
 *
 * @param lease the right to read; when it is lost, what was read may be old, and is refused
 * @param key the row's key in its source
 * @param version what the source calls this state of the row
 * @param digest of its content
 * @param silent whether it tells of times before its connector began
 * @param tells what it tells of its row
 */
public record Reading(
    Lease lease, String key, String version, String digest, boolean silent, Tells tells) {
  private static final int DIGEST = 16;

  /** What an event tells of a row. */
  public enum Tells {
    /**
     * How the record is now, whatever its version says. A row as it was some changes ago (a backup
     * was restored, a deletion taken back) is therefore taken in again, and one that is read twice
     * is not.
     */
    STATE,
    /**
     * One change of the row, which may be an old one: its version says what came first. The row is
     * known in that version then, unless a newer one was read meanwhile.
     */
    CHANGE,
    /** What happened; of no row that anything would be compared with. */
    MESSAGE
  }

  /** Of a row that says how its record is now. */
  public Reading(Lease lease, String key, String version, String digest, boolean silent) {
    this(lease, key, version, digest, silent, Tells.STATE);
  }

  boolean isOf(Tells what) {
    return tells == what;
  }

  /** What a row holds, in a few characters. */
  public static String digestOf(SourceEvent event) {
    return Digests.ofData(event).substring(0, DIGEST);
  }
}
