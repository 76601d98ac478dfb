package io.causerie.engine.connector;

/**
 * The right to run a connector, until another node has taken it over.
 *
 * @param epoch what each write of the connector's row is checked against: a node that was frozen
 *     and wakes up cannot move the cursor
 */
public record Lease(String connector, long epoch) {}
