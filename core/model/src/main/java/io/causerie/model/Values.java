package io.causerie.model;

import java.math.BigDecimal;

/** What all kinds of {@link Value} share. */
final class Values {
  private static final int MAX_DIGITS = 400;

  private Values() {}

  /** Without trailing zeros, so that 1.0 and 1.00 are the same value; refuses 1e999999999. */
  static BigDecimal normal(BigDecimal number) {
    if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
      throw new IllegalArgumentException("a number has more than " + MAX_DIGITS + " digits");
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
