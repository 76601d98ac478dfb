package io.causerie.engine.store;

import io.causerie.engine.InvalidInputException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ends: the time and id of its last row, opaque to whoever carries it.
 *
 * @param published microseconds precision; the epoch where a list is ordered by id alone
 * @param id the row's id
 */
public record Cursor(Instant published, long id) {
  private static final int BYTES = 1 + Long.BYTES + Integer.BYTES + Long.BYTES;

  /** What a list is of: where a page of one list ends is no place in another. */
  public enum Of {
    POSTS('p'),
    COMMENTS('c'),
    EVENTS('e'),
    AUDIT('a'),
    DELIVERIES('d'),
    USERS('u'),
    SAID('s'),
    BOOKMARKS('b'),
    FOLLOWS('f'),
    HOME('h'),
    NOTICES('n');

    private final char mark;

    Of(char mark) {
      this.mark = mark;
    }
  }

  public static Cursor of(long id) {
    return new Cursor(Instant.EPOCH, id);
  }

  public String write(Of list) {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .put((byte) list.mark)
            .putLong(published.getEpochSecond())
            .putInt(published.getNano())
            .putLong(id)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @throws InvalidInputException if the text is not a cursor that {@link #write} gave for a list
   *     of the kind
   */
  public static Cursor read(Of list, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == BYTES && bytes[0] == list.mark) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).position(1);
        return new Cursor(
            Instant.ofEpochSecond(buffer.getLong(), buffer.getInt()), buffer.getLong());
      }
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw notACursor();
    }
    throw notACursor();
  }

  /**
   * Before which id a page of a list ends that is ordered by id alone, newest first.
   *
   * @param text absent: it is the first page
   */
  public static long before(Of list, @Nullable String text) {
    return text == null ? Long.MAX_VALUE : read(list, text).id();
  }

  private static InvalidInputException notACursor() {
    return new InvalidInputException(
        "cursor", "cursor is not one this list gave; leave it out to begin at the first page");
  }
}
