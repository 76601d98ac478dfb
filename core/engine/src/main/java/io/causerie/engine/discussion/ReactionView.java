package io.causerie.engine.discussion;

import java.util.List;

/**
 * One emoji under a post or comment.
 *
 * @param emoji the emoji
 * @param count how many gave it
 * @param mine whether the reader is among them
 * @param names up to ten of those who gave it, first come first
 */
public record ReactionView(String emoji, int count, boolean mine, List<String> names) {}
