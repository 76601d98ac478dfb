package io.causerie.engine;

/** Somebody changed it since the version that the caller had seen. */
public final class VersionConflictException extends CauserieException {
  private static final long serialVersionUID = 1;

  private final int current;

  public VersionConflictException(int expected, int current) {
    super(
        "it was changed meanwhile: you saw version %d, it is at version %d; read it again"
            .formatted(expected, current));
    this.current = current;
  }

  /** The version it has now. */
  public int current() {
    return current;
  }
}
