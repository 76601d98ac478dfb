package io.causerie.engine.connector;

/** Another node runs the connector now, or an operator has set it back: stop what you do. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LeaseLostException(Lease lease) {
    super("connector " + lease.connector() + " was taken over after epoch " + lease.epoch());
  }
}
