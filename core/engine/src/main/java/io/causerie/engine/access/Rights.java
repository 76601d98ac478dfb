package io.causerie.engine.access;

/** By which of a record's gates, of any time, one reader gets in. */
@FunctionalInterface
public interface Rights {
  /**
   * @param audience the rule of a gate
   * @param party whom the record named beside it
   */
  boolean admit(long audience, long party);
}
