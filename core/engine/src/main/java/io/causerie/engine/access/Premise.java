package io.causerie.engine.access;

import java.time.Clock;
import org.jdbi.v3.core.Handle;

/**
 * What was true when something was learnt of a person. It is still so as long as both numbers are
 * the same, which whoever lets her in reads with the gates: so it needs no statement of its own.
 *
 * @param rights rises with each change of persons, groups and identities
 * @param tokens rises whenever a token is taken back
 */
public record Premise(long rights, long tokens) {

  /** Ends every premise, in the transaction that takes tokens back. */
  public static void tokensTakenBack(Handle h, Clock clock) {
    RightsStore.tokensTakenBack(h, clock);
  }
}
