package io.causerie.spi;

import io.causerie.model.PlainText;
import io.causerie.model.SourceEvent;
import org.jspecify.annotations.Nullable;

/**
 * A record as a source that answers queries has it now; or what a source that delivers by itself
 * tells of one.
 *
 * @param key its key in the source, at most 400 characters; the same for as long as it lives
 * @param version what changes whenever it does, as text: a time, a counter, an ETag; at most 100
 *     characters
 * @param event the record as an event: its data is the whole row as a JSON object, its time the
 *     source's time of the change where there is one
 * @param fault why it is no event, where it only has to be kept; absent: it is one
 */
public record SourceRow(String key, String version, SourceEvent event, Door.@Nullable Fault fault) {
  public static final int MAX_KEY = 400;
  public static final int MAX_VERSION = 100;

  public SourceRow {
    PlainText.requireFilled("key of a row", key, MAX_KEY);
    PlainText.require("version of a row", version, MAX_VERSION);
  }

  /** A row that is as it should be. */
  public SourceRow(String key, String version, SourceEvent event) {
    this(key, version, event, null);
  }

  /**
   * A record that the source only names: something has happened to it, and what is not said. It is
   * read back by its key before anything is posted, so its connector claims {@link
   * Capability#READ_BACK}.
   */
  public static SourceRow named(String key, String version, SourceEvent event) {
    return new SourceRow(key, version, event.asNamed(key));
  }

  /**
   * What came and is no event: kept as failed, for an operator to look at.
   *
   * @param made its bytes under attributes made up for it
   */
  public static SourceRow unreadable(
      String key, String version, SourceEvent made, Door.Fault fault) {
    return new SourceRow(key, version, made, fault);
  }

  /**
   * A record that is gone. It is deleted without any rule of a mapping; its title, its address and
   * what it has to do with stay as they were, so the data may hold the key only.
   */
  public static SourceRow gone(String key, String version, SourceEvent event) {
    return new SourceRow(key, version, event.asDeletion());
  }

  /** The same, of which nobody is to be told. */
  public SourceRow asQuiet() {
    return new SourceRow(key, version, event.asQuiet(), fault);
  }

  public boolean isGone() {
    return event.isDeletion();
  }

  /** Whether it only names its record, which is to be read back. */
  public boolean isNamed() {
    return event.named() != null;
  }
}
