package io.causerie.model;

import org.jspecify.annotations.Nullable;

/**
 * A post that an event would make, if the engine finds that {@link #when} is what happened.
 *
 * @param when the condition
 * @param type the nearest ActivityStreams 2.0 activity type, for instance {@code Create}
 * @param lane who reads it
 * @param summary the sentence
 * @param content words that came with the event, as Markdown; they are never folded
 */
public record CandidatePost(
    When when, String type, Lane lane, Summary summary, @Nullable String content) {
  public static final int MAX_CONTENT = 100_000;

  public CandidatePost {
    PlainText.requireFilled("post type", type, 64);
    if (content != null) {
      PlainText.require("content", content, MAX_CONTENT);
    }
  }
}
