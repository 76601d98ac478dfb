package io.causerie.engine;

/** An idempotency key came again with another request. */
public final class IdempotencyConflictException extends CauserieException {
  private static final long serialVersionUID = 1;

  public IdempotencyConflictException() {
    super("this Idempotency-Key was used for another request; use a new key for a new request");
  }
}
