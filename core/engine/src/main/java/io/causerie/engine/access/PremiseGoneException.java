package io.causerie.engine.access;

/**
 * What was assumed of a viewer may not be so any more; nothing was done. To be asked once more by a
 * viewer without a premise.
 */
public final class PremiseGoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PremiseGoneException() {
    super("what was known of who asks has changed", null, false, false);
  }
}
