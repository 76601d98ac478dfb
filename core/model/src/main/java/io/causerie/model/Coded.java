package io.causerie.model;

/**
 * A constant that is stored by a number of its own, so that the order in which constants stand in
 * the source means nothing. A number that has been stored is never given to another constant.
 */
public interface Coded {
  /** The number it is stored by. */
  int code();

  /**
   * The constant with a code.
   *
   * @throws IllegalStateException if there is none: a later release has written it
   */
  static <E extends Enum<E> & Coded> E of(Class<E> type, int code) {
    for (E constant : type.getEnumConstants()) {
      if (constant.code() == code) {
        return constant;
      }
    }
    throw new IllegalStateException(
        "no %s has the code %d; a later release has written it"
            .formatted(type.getSimpleName(), code));
  }
}
