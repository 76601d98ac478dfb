package io.causerie.model;

/**
 * Causerie's own id of a file: 64 bits, sorted by time of arrival, written as 13 characters.
 *
 * @param value the 64 bits
 */
public record FileId(long value) {
  /**
   * Reads the 13 characters.
   *
   * @throws IllegalArgumentException if the text is not an id
   */
  public static FileId parse(String text) {
    return new FileId(IdText.parse(text));
  }

  @Override
  public String toString() {
    return IdText.format(value);
  }
}
