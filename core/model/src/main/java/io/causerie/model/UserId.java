package io.causerie.model;

/**
 * Causerie's own id of a user of a source system: 64 bits, written as 13 characters.
 *
 * @param value the 64 bits
 */
public record UserId(long value) {
  /**
   * Reads the 13 characters.
   *
   * @throws IllegalArgumentException if the text is not an id
   */
  public static UserId parse(String text) {
    return new UserId(IdText.parse(text));
  }

  @Override
  public String toString() {
    return IdText.format(value);
  }
}
