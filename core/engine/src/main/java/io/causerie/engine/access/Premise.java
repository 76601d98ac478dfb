package io.causerie.engine.access;

import java.time.Clock;
import org.jdbi.v3.core.Handle;

/**
 * What was true when something was learnt of a person. It is still so as long as both numbers are
 * the same, which whoever lets her in reads with the gates: so it needs no statement of its own.
 * Each request has one of its own, since it is proved for that request alone.
 */
public final class Premise {
  private final long rights;
  private final long tokens;
  private volatile boolean proved;

  /**
   * @param rights rises with each change of persons, groups and identities
   * @param tokens rises whenever a token is taken back
   */
  public Premise(long rights, long tokens) {
    this.rights = rights;
    this.tokens = tokens;
  }

  /** The same, not proved yet. */
  public Premise anew() {
    return new Premise(rights, tokens);
  }

  /** The number of persons, groups and identities. */
  long rights() {
    return rights;
  }

  /** Whether no token was taken back between the two. */
  public boolean sameTokens(Premise other) {
    return tokens == other.tokens;
  }

  /** Whether it is so by the numbers of now. */
  boolean holds(Premise now) {
    return rights == now.rights && tokens == now.tokens;
  }

  void prove() {
    proved = true;
  }

  /** Whether somebody was let in under it, or refused for what she may not. */
  public boolean isProved() {
    return proved;
  }

  /** Ends every premise, in the transaction that takes tokens back. */
  public static void tokensTakenBack(Handle h, Clock clock) {
    RightsStore.tokensTakenBack(h, clock);
  }
}
