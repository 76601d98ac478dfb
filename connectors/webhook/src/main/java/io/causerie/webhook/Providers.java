package io.causerie.webhook;

import io.causerie.spi.Door;
import io.causerie.webhook.Signed.Encoding;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** How senders sign that are known by name. */
final class Providers {
  private static final String SHA256 = "HmacSHA256";

  private Providers() {}

  /** GitHub: {@code X-Hub-Signature-256: sha256=} and HMAC-SHA256 of the body in hexadecimal. */
  static Verification github(List<String> secrets) {
    return hmac(secrets, SHA256, Encoding.HEX, "x-hub-signature-256", "sha256=");
  }

  /** HMAC of the body alone, in a header. */
  static Verification hmac(
      List<String> secrets, String algorithm, Encoding encoding, String header, String prefix) {
    return request ->
        after(request.header(header), prefix)
            .filter(
                shown -> Signed.byOne(secrets, algorithm, encoding, List.of(shown), request.body()))
            .isPresent();
  }

  /** What stands behind a prefix. */
  static Optional<String> after(Optional<String> value, String prefix) {
    return value
        .map(String::strip)
        .filter(text -> text.startsWith(prefix))
        .map(text -> text.substring(prefix.length()));
  }

  /** GitLab: the secret itself, in {@code X-Gitlab-Token}. */
  static Verification gitlab(List<String> tokens) {
    return secret(tokens, "x-gitlab-token", "");
  }

  /** A shared secret in a header, or else as a parameter of the address; either may be empty. */
  static Verification secret(List<String> secrets, String header, String parameter) {
    return request -> {
      String shown =
          header.isEmpty()
              ? request.parameters().getOrDefault(parameter, List.of("")).get(0)
              : request.header(header).orElse("");
      return !shown.isEmpty() && Signed.isOneOf(secrets, shown);
    };
  }

  /** HTTP Basic: {@code user:password}. */
  static Verification basic(List<String> credentials) {
    return request -> {
      String shown = request.header("authorization").orElse("");
      if (!shown.regionMatches(true, 0, "Basic ", 0, 6)) {
        return false;
      }
      try {
        return Signed.isOneOf(
            credentials,
            new String(
                Base64.getDecoder().decode(shown.substring(6).strip()),
                java.nio.charset.StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        return false;
      }
    };
  }

  /** Stripe: {@code Stripe-Signature: t=...,v1=...}; signed is {@code t.body}. */
  static Verification stripe(List<String> secrets, Window window) {
    return request -> {
      String time = "";
      List<String> signatures = new ArrayList<>();
      for (String part : request.header("stripe-signature").orElse("").split(",", 20)) {
        if (part.strip().startsWith("t=")) {
          time = part.strip().substring(2);
        } else if (part.strip().startsWith("v1=")) {
          signatures.add(part.strip().substring(3));
        }
      }
      return window.has(time)
          && Signed.byOne(
              secrets, SHA256, Encoding.HEX, signatures, Signed.bytes(time + "."), request.body());
    };
  }

  /** Slack: {@code X-Slack-Signature: v0=...}; signed is {@code v0:time:body}. */
  static Verification slack(List<String> secrets, Window window) {
    return request -> {
      String time = request.header("x-slack-request-timestamp").orElse("");
      return window.has(time)
          && after(request.header("x-slack-signature"), "v0=")
              .filter(
                  shown ->
                      Signed.byOne(
                          secrets,
                          SHA256,
                          Encoding.HEX,
                          List.of(shown),
                          Signed.bytes("v0:" + time + ":"),
                          request.body()))
              .isPresent();
    };
  }

  /** Zendesk: Base64 of HMAC-SHA256 of time and body, the time as ISO 8601. */
  static Verification zendesk(List<String> secrets, Window window) {
    return timed(
        secrets,
        window,
        new Header("x-zendesk-webhook-signature", "", Encoding.BASE64, SHA256),
        "x-zendesk-webhook-signature-timestamp",
        "");
  }

  /** HubSpot, version 3: method, address, body and time in milliseconds. */
  static Verification hubspot(List<String> secrets, Window window, String address) {
    return timed(
        secrets,
        window,
        new Header("x-hubspot-signature-v3", "", Encoding.BASE64, SHA256),
        "x-hubspot-request-timestamp",
        address);
  }

  /**
   * Where a signature stands, and how it is made.
   *
   * @param algorithm of {@link javax.crypto.Mac}
   */
  record Header(String name, String prefix, Encoding encoding, String algorithm) {}

  /**
   * HMAC with the time of a header: of time and body; where there is an address, of method,
   * address, body and time.
   */
  static Verification timed(
      List<String> secrets, Window window, Header header, String timestamp, String address) {
    return request -> {
      String time = request.header(timestamp).orElse("");
      byte[] before =
          Signed.bytes(address.isEmpty() ? time : request.method() + whole(address, request));
      byte[] after = Signed.bytes(address.isEmpty() ? "" : time);
      return window.has(time)
          && after(request.header(header.name()), header.prefix())
              .filter(
                  shown ->
                      Signed.byOne(
                          secrets,
                          header.algorithm(),
                          header.encoding(),
                          List.of(shown),
                          before,
                          request.body(),
                          after))
              .isPresent();
    };
  }

  private static String whole(String address, Door.Request request) {
    return request.query().isEmpty() ? address : address + "?" + request.query();
  }

  /** Names of algorithms as a configuration writes them. */
  static String algorithm(String word) {
    return word.equals("sha1") ? "HmacSHA1" : SHA256;
  }
}
