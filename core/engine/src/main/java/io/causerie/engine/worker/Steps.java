package io.causerie.engine.worker;

/** Told of each step of the workers; a test ends a node there by throwing an {@link Error}. */
@FunctionalInterface
public interface Steps {
  /** Nobody listens. */
  Steps UNWATCHED = step -> {};

  void reached(Step step);
}
