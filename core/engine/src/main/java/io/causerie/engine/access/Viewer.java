package io.causerie.engine.access;

/**
 * The person on whose behalf something is read or written. Made by {@code People.viewer}, which
 * refuses a person who is unknown or no longer active; groups are looked up at each use, so that a
 * right taken away ends at once.
 *
 * @param person the person's id
 */
public record Viewer(String person) {}
