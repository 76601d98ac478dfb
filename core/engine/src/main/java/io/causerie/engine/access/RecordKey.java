package io.causerie.engine.access;

import io.causerie.model.RecordRef;

/** The key of a record as one text, by which its row is found. */
public final class RecordKey {
  /** Cannot occur in a system's or type's configured name, and keeps the parts apart. */
  private static final char SEPARATOR = '\u001f';

  private RecordKey() {}

  public static String of(RecordRef ref) {
    return ref.system() + SEPARATOR + ref.type() + SEPARATOR + ref.id();
  }

  /** What the source calls the record, of such a text. */
  public static String idOf(String key) {
    return key.substring(key.indexOf(SEPARATOR, key.indexOf(SEPARATOR) + 1) + 1);
  }
}
