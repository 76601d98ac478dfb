package io.causerie.spi.violation;

/** Stands where the engine must not look. */
public final class Forbidden {
  void knows(String other) {}
}
