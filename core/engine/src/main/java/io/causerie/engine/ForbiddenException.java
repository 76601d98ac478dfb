package io.causerie.engine;

/** The viewer sees it, but may not do this to it. */
public final class ForbiddenException extends CauserieException {
  private static final long serialVersionUID = 1;

  public ForbiddenException(String message) {
    super(message);
  }
}
