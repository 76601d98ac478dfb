package io.causerie.salesforce.fake.store;

import java.util.concurrent.atomic.AtomicLong;

/** Ids: fifteen characters whose case counts, and three more for who cannot tell case. */
public final class Ids {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final String SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

  /** What a change event names when it is of no record. */
  public static final String NOBODY = "000000000000000AAA";

  private final AtomicLong last = new AtomicLong();

  String next(String prefix) {
    long number = last.incrementAndGet();
    char[] digits = "Fk0000000000".toCharArray();
    for (int i = digits.length - 1; number > 0; i--) {
      digits[i] = DIGITS.charAt((int) (number % 62));
      number /= 62;
    }
    return full(prefix + new String(digits));
  }

  /** In eighteen characters; what is no id stays as it is. */
  public static String full(String id) {
    if (id.length() != 15) {
      return id;
    }
    StringBuilder full = new StringBuilder(id);
    for (int block = 0; block < 3; block++) {
      int bits = 0;
      for (int i = 0; i < 5; i++) {
        char c = id.charAt(block * 5 + i);
        if (c >= 'A' && c <= 'Z') {
          bits |= 1 << i;
        }
      }
      full.append(SUFFIX.charAt(bits));
    }
    return full.toString();
  }
}
