package io.causerie.engine.record;

import io.causerie.model.Localized;
import io.causerie.model.RecordRef;
import org.jspecify.annotations.Nullable;

/**
 * What a record was called when a post was made.
 *
 * @param ref its key then
 * @param title its title then, absent where it had none
 * @param merged whether the record has become part of another one since
 */
public record Heading(RecordRef ref, @Nullable Localized title, boolean merged) {
  /** The title, or the key. */
  public Localized shown() {
    return title == null ? Localized.of(ref.id()) : title;
  }
}
