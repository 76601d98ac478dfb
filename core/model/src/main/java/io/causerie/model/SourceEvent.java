package io.causerie.model;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An event as it reached Causerie: the attributes of a CloudEvent 1.0 and its data, byte for byte.
 *
 * @param source CloudEvents {@code source}
 * @param type CloudEvents {@code type}
 * @param id CloudEvents {@code id}
 * @param subject CloudEvents {@code subject}
 * @param time CloudEvents {@code time}
 * @param contentType CloudEvents {@code datacontenttype}; absent: JSON
 * @param extensions extension attributes, as text
 * @param data the bytes of the data; not copied, never changed by anyone
 */
public record SourceEvent(
    String source,
    String type,
    String id,
    @Nullable String subject,
    @Nullable Instant time,
    @Nullable String contentType,
    Map<String, String> extensions,
    byte[] data) {

  /**
   * The extension attribute that says, with {@code true}, that the record is gone: the data may
   * hold its key only.
   */
  public static final String DELETION = "causeriedeletion";

  /**
   * The extension attribute that says, with {@code true}, of a deletion that its data are what was
   * known of the record last: whoever changed it then, and when, did not delete it.
   */
  public static final String LAST_KNOWN = "causerielastknown";

  /**
   * The extension attribute that says, with {@code true}, that the event is part of a bulk load:
   * its record is known then, but nobody is told.
   */
  public static final String QUIET = "causeriequiet";

  /**
   * The extension attribute with the key of the record that an event only names: it is read back by
   * the event's own connector. Counts where a source was read, and not where anybody may send.
   */
  public static final String NAMED = "causerienamed";

  private static final int LONGEST = 65_536;

  /**
   * @throws IllegalArgumentException if one of its attributes is longer than is kept, or holds what
   *     no database keeps
   */
  public SourceEvent {
    PlainText.require("source", source, 2048);
    PlainText.require("type", type, 512);
    PlainText.require("id", id, 2048);
    if (subject != null) {
      PlainText.require("subject", subject, 2048);
    }
    if (contentType != null) {
      PlainText.require("content type", contentType, 256);
    }
    extensions.forEach((name, value) -> PlainText.require("extension " + name, value, LONGEST));
    extensions = java.util.Collections.unmodifiableMap(new TreeMap<>(extensions));
  }

  /** Whether the event says of itself that its record is gone, whatever a mapping makes of it. */
  public boolean isDeletion() {
    return "true".equals(extensions.get(DELETION));
  }

  /** Whether its data tell of the record as it was known last, and not of this event. */
  public boolean isOfLastKnown() {
    return "true".equals(extensions.get(LAST_KNOWN));
  }

  /** Whether nobody is to be told of it. */
  public boolean isQuiet() {
    return "true".equals(extensions.get(QUIET));
  }

  /** The same event, of which nobody is to be told. */
  public SourceEvent asQuiet() {
    return isQuiet() ? this : marked(QUIET, "true", data);
  }

  /** The same event, which says that its record is gone. */
  public SourceEvent asDeletion() {
    return marked(DELETION, "true", data);
  }

  /** The same event, with what was known of its record last. */
  public SourceEvent withLastKnown(byte[] known) {
    return marked(LAST_KNOWN, "true", known);
  }

  /** The key of the record that it only names; absent: it says what happened. */
  public @Nullable String named() {
    return extensions.get(NAMED);
  }

  /** The same event, which only names a record. */
  public SourceEvent asNamed(String key) {
    return marked(NAMED, key, data);
  }

  /** The same event, which says what happened. */
  public SourceEvent asTelling() {
    if (named() == null) {
      return this;
    }
    Map<String, String> others = new TreeMap<>(extensions);
    others.remove(NAMED);
    return new SourceEvent(source, type, id, subject, time, contentType, others, data);
  }

  private SourceEvent marked(String attribute, String value, byte[] with) {
    Map<String, String> marked = new TreeMap<>(extensions);
    marked.put(attribute, value);
    return new SourceEvent(source, type, id, subject, time, contentType, marked, with);
  }

  /** Names the event without its data, which may be confidential. */
  @Override
  public String toString() {
    return "SourceEvent[" + type + " " + id + " from " + source + ", " + data.length + " bytes]";
  }
}
