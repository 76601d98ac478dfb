package io.causerie.engine.access;

/**
 * The post that somebody was let in to, or whose comment she was.
 *
 * @param id the post
 * @param gate whom it lets in
 * @param talk whether people talk here
 * @param folding whether what comes may still be folded into it; a fold may grow until its record
 *     is locked, and one that is closed stays so
 */
public record PostAt(long id, Gate gate, boolean talk, boolean folding) {}
