package io.causerie.spi;

import java.net.URI;

/**
 * How a person connects an account of her own in a system, by OAuth's authorisation code with PKCE
 * (RFC 6749, RFC 7636). Used by many threads.
 */
public interface Accounts {
  /**
   * Where her browser is sent, so that she agrees there; nothing is asked.
   *
   * @param redirect where she comes back to; registered there
   * @param state to be repeated there
   * @param challenge S256 of the verifier
   */
  URI agreement(URI redirect, String state, String challenge);

  /**
   * What she granted.
   *
   * @param identity her key among the system's users: events name her by it
   * @param name how she is called there
   * @param grant what her comments are written with, in whatever form the kind wants it again; at
   *     most 16,000 characters. It is kept enciphered
   */
  record Granted(String identity, String name, String grant) {
    /** Without the grant. */
    @Override
    public String toString() {
      return "Granted[" + identity + "]";
    }
  }

  /** Trades the code with which she came back. */
  Granted granted(String code, URI redirect, String verifier)
      throws SourceException, InterruptedException;

  /** Gives a grant back, where the source lets one; what fails changes nothing here. */
  default void end(String grant) throws SourceException, InterruptedException {}
}
