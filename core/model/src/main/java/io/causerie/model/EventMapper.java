package io.causerie.model;

/**
 * Turns one business event into an observation. Pure: no I/O, no clock, no state; called by many
 * threads at once; the same event always gives the same outcome, and no input makes it throw.
 */
@FunctionalInterface
public interface EventMapper {
  MappingOutcome map(SourceEvent event);
}
