package io.causerie.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a system is asked. Immutable; its credentials are put in where it is sent. */
public final class Request {
  private final String method;
  private final Address address;
  private final Map<String, String> headers;
  private final @Nullable String contentType;
  private final byte @Nullable [] body;
  private final @Nullable Integer most;
  private final @Nullable Address csrf;

  private Request(
      String method,
      Address address,
      Map<String, String> headers,
      @Nullable String contentType,
      byte @Nullable [] body,
      @Nullable Integer most,
      @Nullable Address csrf) {
    this.method = method;
    this.address = address;
    this.headers = headers;
    this.contentType = contentType;
    this.body = body;
    this.most = most;
    this.csrf = csrf;
  }

  public static Request get(Address address) {
    return new Request("GET", address, Map.of(), null, null, null, null);
  }

  public static Request delete(Address address) {
    return new Request("DELETE", address, Map.of(), null, null, null, null);
  }

  public static Request post(Address address, String contentType, byte[] body) {
    return with("POST", address, contentType, body);
  }

  /** With another method that has a body. */
  public static Request with(String method, Address address, String contentType, byte[] body) {
    return new Request(method, address, Map.of(), contentType, body.clone(), null, null);
  }

  /** With a header, in place of one of the same name. */
  public Request header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Request(method, address, more, contentType, body, most, csrf);
  }

  /** Whose answer may have more bytes, or fewer, than usual. */
  public Request atMost(int bytes) {
    return new Request(method, address, headers, contentType, body, bytes, csrf);
  }

  /**
   * For a system that wants a token against forged requests (SAP's {@code X-CSRF-Token}): it is
   * fetched when the system says so, and kept.
   *
   * @param from what is read to get one
   */
  public Request csrf(Address from) {
    return new Request(method, address, headers, contentType, body, most, from);
  }

  Request at(Address other) {
    return new Request(method, other, headers, contentType, body, most, csrf);
  }

  public String method() {
    return method;
  }

  public Address address() {
    return address;
  }

  Map<String, String> headers() {
    return headers;
  }

  Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  byte[] body() {
    return body == null ? new byte[0] : body;
  }

  boolean hasBody() {
    return body != null;
  }

  Optional<Integer> most() {
    return Optional.ofNullable(most);
  }

  Optional<Address> csrf() {
    return Optional.ofNullable(csrf);
  }

  /** Without headers, query and body, which may hold secrets. */
  @Override
  public String toString() {
    return method + " " + address;
  }
}
