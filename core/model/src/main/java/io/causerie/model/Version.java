package io.causerie.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The source's own version of a record: a number or an instant; compared only within one connector,
 * and only with its own kind.
 *
 * @param instant whether the version is a moment
 * @param number the number, or seconds since the epoch with fraction
 */
public record Version(boolean instant, BigDecimal number) implements Comparable<Version> {
  public Version {
    number = Exact.normal(number);
  }

  public static Version of(long number) {
    return new Version(false, BigDecimal.valueOf(number));
  }

  public static Version of(BigDecimal number) {
    return new Version(false, number);
  }

  public static Version of(Instant moment) {
    return new Version(
        true,
        BigDecimal.valueOf(moment.getEpochSecond()).add(BigDecimal.valueOf(moment.getNano(), 9)));
  }

  /** The moment, if it is one. */
  public Optional<Instant> moment() {
    BigDecimal[] parts = number.divideAndRemainder(BigDecimal.ONE);
    return instant
        ? Optional.of(
            Instant.ofEpochSecond(
                parts[0].longValueExact(), parts[1].movePointRight(9).longValue()))
        : Optional.empty();
  }

  /** Reads what {@link #toString} wrote. */
  public static Version parse(String text) {
    return new Version(text.charAt(0) == 't', new BigDecimal(text.substring(1)));
  }

  /**
   * A text of letters and digits that sorts, in every collation, as versions of one kind do; of two
   * kinds, it begins with another letter.
   */
  public String sortable() {
    String plain = number.abs().toPlainString();
    int whole = plain.indexOf('.') < 0 ? plain.length() : plain.indexOf('.');
    String digits = "%04d".formatted(whole) + plain.replace(".", "");
    String kind = instant ? "t" : "n";
    if (number.signum() >= 0) {
      return kind + "1" + digits;
    }
    StringBuilder turned = new StringBuilder(kind + "0");
    digits.chars().forEach(digit -> turned.append((char) ('0' + '9' - digit)));
    // The more digits, the lower: what ends sooner sorts behind.
    return turned.append('z').toString();
  }

  /**
   * Orders two versions of one record; a number and an instant cannot be ordered and count as
   * equal, so that the order of arrival rules.
   */
  @Override
  public int compareTo(Version other) {
    return instant == other.instant ? number.compareTo(other.number) : 0;
  }

  @Override
  public String toString() {
    return (instant ? "t" : "n") + number.toPlainString();
  }
}
