package io.causerie.engine.access;

/**
 * How far the journal has come with a record, and a reader with the journal, as of one moment.
 * Whatever changes what is said about a record writes a line: as long as {@code last} is the same,
 * and no line waits for its number, the talk is the same.
 *
 * @param last position of the record's newest line; where all were removed, up to where
 * @param waiting whether lines of the record have no position yet
 * @param seen what lines up to this position tell of is nothing new to her
 */
public record Progress(long last, boolean waiting, long seen) {}
