package io.causerie.model;

import java.util.Locale;

/** Email addresses as they are compared: one form of them, here and nowhere else. */
public final class MailAddress {
  /** No address is longer. */
  public static final int MAX = 320;

  private MailAddress() {}

  /**
   * An address in the form it is stored and looked for in: without blanks around it, in small
   * letters, whatever the language of this machine.
   */
  public static String folded(String address) {
    return address.strip().toLowerCase(Locale.ROOT);
  }
}
