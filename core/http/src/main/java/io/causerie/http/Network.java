package io.causerie.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8}; of one address, all bits.
 */
public record Network(String text) {
  /** What is no place in the internet: this machine, this house, and what is nobody's. */
  private static final List<Network> INSIDE =
      List.of(
          of("0.0.0.0/8"),
          of("10.0.0.0/8"),
          of("100.64.0.0/10"),
          of("127.0.0.0/8"),
          of("169.254.0.0/16"),
          of("172.16.0.0/12"),
          of("192.0.0.0/24"),
          of("192.0.2.0/24"),
          of("192.88.99.0/24"),
          of("192.168.0.0/16"),
          of("198.18.0.0/15"),
          of("198.51.100.0/24"),
          of("203.0.113.0/24"),
          of("224.0.0.0/3"));

  /** Of IPv6 all that is given to anybody begins so. */
  private static final Network GIVEN = of("2000::/3");

  /** Parts of it that lead to IPv4, through tunnels, or to nobody. */
  private static final List<Network> NOT_GIVEN =
      List.of(of("2001::/23"), of("2001:db8::/32"), of("2002::/16"), of("3fff::/20"));

  /** The well-known prefix by which a network reaches IPv4. */
  private static final Network TRANSLATED = of("64:ff9b::/96");

  private static final int BYTES_OF_IPV4 = 4;

  public Network {
    parts(text);
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  public static Network of(String text) {
    return new Network(text);
  }

  /** Empty where it is none. */
  public static Optional<Network> parse(String text) {
    try {
      return Optional.of(of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether an address is one of anybody's in the internet. */
  static boolean isOutside(InetAddress address) {
    if (address instanceof Inet6Address six) {
      byte[] bytes = six.getAddress();
      if (TRANSLATED.holds(six)) {
        return isOutside(
            four(Arrays.copyOfRange(bytes, bytes.length - BYTES_OF_IPV4, bytes.length)));
      }
      return GIVEN.holds(six) && NOT_GIVEN.stream().noneMatch(part -> part.holds(six));
    }
    return INSIDE.stream().noneMatch(part -> part.holds(address));
  }

  private static InetAddress four(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  /** Whether an address is one of these. */
  boolean holds(InetAddress address) {
    Parts parts = parts(text);
    byte[] other = address.getAddress();
    if (other.length != parts.bytes().length) {
      return false;
    }
    for (int bit = 0; bit < parts.bits(); bit++) {
      int mask = 0x80 >> bit % 8;
      if ((other[bit / 8] & mask) != (parts.bytes()[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private record Parts(byte[] bytes, int bits) {}

  private static Parts parts(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    // Nothing but an address: a name would be looked for.
    if (!address.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*")) {
      throw new IllegalArgumentException("no address: " + text);
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      int all = bytes.length * 8;
      int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
      if (bits < 0 || bits > all) {
        throw new IllegalArgumentException("it has %d bits at most: %s".formatted(all, text));
      }
      return new Parts(bytes, bits);
    } catch (UnknownHostException | NumberFormatException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
