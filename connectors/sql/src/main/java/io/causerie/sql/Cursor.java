package io.causerie.sql;

import io.causerie.model.json.ModelJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a query has been read. A walk goes page by page over the rows in the order of (changed
 * on, key); when it has come to the end, the next one begins behind it by the overlap.
 *
 * @param nulls whether rows without a changed-on value, which stand before all others, are still to
 *     be read
 * @param at in a walk, the values of the last row read: changed on and key (of rows without changed
 *     on: the key)
 * @param mark in a walk, where the source stood when it began: what was changed after that (or an
 *     overlap before) may have become visible behind the walk
 * @param back between walks, the point from which the overlap reaches back
 * @param floor where reading began at all; nothing before is wanted
 */
record Cursor(
    @Nullable Boolean nulls,
    @Nullable List<String> at,
    @Nullable String mark,
    @Nullable String back,
    @Nullable String floor) {

  static final Cursor BEGINNING = new Cursor(true, null, null, null, null);

  static Cursor from(@Nullable String floor) {
    return new Cursor(null, null, null, null, floor);
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  static Cursor parse(String text) {
    return ModelJson.read(text, Cursor.class);
  }

  boolean isAtNulls() {
    return Boolean.TRUE.equals(nulls);
  }

  /** Rows without a changed-on value have been read up to a key. */
  Cursor afterNull(List<String> key) {
    return new Cursor(true, List.copyOf(key), null, null, floor);
  }

  /** In a walk, behind a row. */
  Cursor after(List<String> row, @Nullable String mark) {
    return new Cursor(null, List.copyOf(row), mark, null, floor);
  }

  /**
   * Where a walk begins in the order of another column, so that nothing after this one is missed.
   */
  Cursor elsewhere() {
    return new Cursor(null, null, null, back, floor);
  }

  /** The walk is over. */
  Cursor over(String back) {
    return new Cursor(null, null, null, back, floor);
  }

  String text() {
    return ModelJson.write(this);
  }
}
