package io.causerie.engine.discussion;

import io.causerie.model.Lane;
import io.causerie.model.RecordRef;
import io.causerie.model.phrase.Phrase;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery is to bring into a system: a post or a comment as it is now, and what of it is
 * known to be there.
 *
 * @param item the post or the comment
 * @param mark by which it is known there
 * @param record its record's key now
 * @param author the id of who wrote it
 * @param authorName how she is shown
 * @param authorIdentity her key among the system's users
 * @param language of hers, where she said one
 * @param parts its words; none once it was removed
 * @param files how many go with it here; they stay here
 * @param version of its words
 * @param written when it was written first
 * @param removed whether it was removed
 * @param externalId its id there, where it is known to be there
 * @param own whether it is its author's there, and not the integration's
 * @param there the version of the words that are there
 * @param inReplyTo the id there of what it answers
 * @param sentBefore whether it may be there although nobody knows of it
 * @param refusal why it must not go there
 */
public record Letter(
    long item,
    String mark,
    RecordRef record,
    Lane lane,
    String author,
    String authorName,
    @Nullable String authorIdentity,
    @Nullable String language,
    List<Part> parts,
    int files,
    int version,
    Instant written,
    boolean removed,
    @Nullable String externalId,
    boolean own,
    @Nullable Integer there,
    @Nullable String inReplyTo,
    boolean sentBefore,
    @Nullable Phrase refusal) {

  /**
   * A part of the words.
   *
   * @param text Markdown; of a mention {@code @} and the name of today
   * @param identity the key of who is mentioned among the system's users; absent for words, and for
   *     whoever has none
   */
  public record Part(String text, @Nullable String identity) {}

  /** Whether what is there says what is said here. */
  public boolean isUpToDate() {
    return externalId != null && there != null && there >= version;
  }
}
