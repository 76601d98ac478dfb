package io.causerie.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Addresses that begin alike: {@code 10.0.0.0/8}, {@code 2001:db8::/32}; or one of them. */
final class Network {
  private final byte[] address;
  private final int prefix;

  private Network(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /** Nothing where it is none, or holds every address. */
  static Optional<Network> of(String text) {
    String[] parts = text.split("/", 2);
    Optional<byte[]> address = address(parts[0]);
    if (address.isEmpty() || (parts.length > 1 && !parts[1].matches("[0-9]{1,3}"))) {
      return Optional.empty();
    }
    int bits = address.get().length * 8;
    int prefix = parts.length > 1 ? Integer.parseInt(parts[1]) : bits;
    return prefix < 1 || prefix > bits
        ? Optional.empty()
        : Optional.of(new Network(address.get(), prefix));
  }

  /** Whether an address is one of these; a name is none, and nobody is asked for it. */
  boolean has(String text) {
    return address(text).filter(this::beginsAlike).isPresent();
  }

  private boolean beginsAlike(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      if (((address[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<byte[]> address(String text) {
    // An address of a link has its interface behind it.
    String plain = text.replaceAll("[\\[\\]]", "").replaceFirst("%.*", "");
    if (!plain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(plain).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
