package io.causerie.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * An absolute address of http or https. What it says of itself leaves out user and query, which may
 * hold secrets. Immutable.
 */
public final class Address {
  private final HttpUrl url;

  private Address(HttpUrl url) {
    this.url = url;
  }

  /** Empty where it is none. */
  public static Optional<Address> parse(String text) {
    return Optional.ofNullable(HttpUrl.parse(text)).map(Address::new);
  }

  /**
   * @throws IllegalArgumentException if it is none
   */
  public static Address of(String text) {
    return new Address(HttpUrl.get(text));
  }

  static Address of(HttpUrl url) {
    return new Address(url);
  }

  HttpUrl url() {
    return url;
  }

  public String host() {
    return url.host();
  }

  /** As it is sent, encoded. */
  public String path() {
    return url.encodedPath();
  }

  /** As it is sent, encoded. */
  public Optional<String> query() {
    return Optional.ofNullable(url.encodedQuery());
  }

  public boolean hasUser() {
    return !url.username().isEmpty() || !url.password().isEmpty();
  }

  public boolean isEncrypted() {
    return url.isHttps();
  }

  public boolean isOnThisMachine() {
    return host().equals("localhost") || host().equals("127.0.0.1") || host().equals("::1");
  }

  /** Whether both have one scheme, host and port, so that the same credentials may go there. */
  public boolean isBeside(Address other) {
    return url.scheme().equals(other.url.scheme())
        && host().equals(other.host())
        && url.port() == other.url.port();
  }

  /** With a slash at the end of its path. */
  public Address asFolder() {
    return path().endsWith("/") ? this : below("");
  }

  /** One step further down; whatever the segment holds, it is one. */
  public Address below(String segment) {
    return new Address(url.newBuilder().addPathSegment(segment).build());
  }

  /** Where a link leads that stands here; empty where it is none. */
  public Optional<Address> resolve(String link) {
    return Optional.ofNullable(url.resolve(link)).map(Address::new);
  }

  /**
   * With a parameter in its query, in place of one of the same name. Its name goes as it is: some
   * services know no {@code %24filter}.
   */
  public Address with(String name, String value) {
    String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    return new Address(url.newBuilder().setEncodedQueryParameter(name, encoded).build());
  }

  /** Whole, query and all: to be sent and kept, never to be shown. */
  public String text() {
    return url.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && url.equals(address.url);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }

  /** Without user and query. */
  @Override
  public String toString() {
    return url.newBuilder().username("").password("").query(null).fragment(null).build().toString();
  }
}
