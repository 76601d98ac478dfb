package io.causerie.spi;

import io.causerie.model.PlainText;
import io.causerie.model.SourceEvent;

/**
 * A record as a source that answers queries has it now.
 *
 * @param key its key in the source, at most 400 characters; the same for as long as it lives
 * @param version what changes whenever it does, as text: a time, a counter, an ETag; at most 100
 *     characters
 * @param event the record as an event: its data is the whole row as a JSON object, its time the
 *     source's time of the change where there is one
 */
public record SourceRow(String key, String version, SourceEvent event) {
  public static final int MAX_KEY = 400;
  public static final int MAX_VERSION = 100;

  public SourceRow {
    PlainText.requireFilled("key of a row", key, MAX_KEY);
    PlainText.require("version of a row", version, MAX_VERSION);
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
    return new SourceRow(key, version, event.asQuiet());
  }

  public boolean isGone() {
    return event.isDeletion();
  }
}
