package io.causerie.model;

import io.causerie.model.phrase.PhraseException;
import io.causerie.model.phrase.TextWording;
import java.math.BigDecimal;

/** Numbers with all their digits: bounded, in one normal form, and never written as 6E+2. */
public final class Exact {
  /** Of the digits before the point, and of those behind it. */
  public static final int MAX_DIGITS = 400;

  private Exact() {}

  /** Whether a number has no more digits than are kept; {@code 1e999999999} has more. */
  public static boolean fits(BigDecimal number) {
    if (number.signum() == 0) {
      return true;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return (long) stripped.precision() - stripped.scale() <= MAX_DIGITS
        && stripped.scale() <= MAX_DIGITS;
  }

  /**
   * Without trailing zeros behind the point, so that 1.0 and 1.00 are the same number.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public static BigDecimal normal(BigDecimal number) {
    if (!fits(number)) {
      throw new PhraseException(TextWording.TOO_MANY_DIGITS.with(MAX_DIGITS));
    }
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /**
   * In plain digits.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public static String text(BigDecimal number) {
    return normal(number).toPlainString();
  }
}
