package io.causerie.engine.discussion;

/**
 * A mention in a text as a reader sees it.
 *
 * @param mention whom it calls
 * @param name the name of today
 * @param start where its Markdown begins in the content, in UTF-16 code units
 * @param length how long its Markdown is
 */
public record MentionView(Mention mention, String name, int start, int length) {}
