package io.causerie.webhook;

import io.causerie.spi.Door;
import io.causerie.webhook.Signed.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How senders sign that are known by name. */
final class Providers {
  private static final String SHA256 = "HmacSHA256";

  /** {@code ! $ ' ( ) * , / : ; ? @} */
  private static final Pattern ESCAPES =
      Pattern.compile("(?i)%(21|24|27|28|29|2A|2C|2F|3A|3B|3F|40)");

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
    return SharedSecret.inHeader(tokens, "x-gitlab-token");
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
        null);
  }

  /** HubSpot, version 3: method, address, body and time in milliseconds. */
  static Verification hubspot(List<String> secrets, Window window, String address) {
    return timed(
        secrets,
        window,
        new Header("x-hubspot-signature-v3", "", Encoding.BASE64, SHA256),
        "x-hubspot-request-timestamp",
        request -> decoded(whole(address, request)));
  }

  /** HubSpot signs an address in which these are no escapes, and all others are. */
  private static String decoded(String address) {
    return ESCAPES
        .matcher(address)
        .replaceAll(
            escape ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
  }

  /**
   * Where a signature stands, and how it is made.
   *
   * @param algorithm of {@link javax.crypto.Mac}
   */
  record Header(String name, String prefix, Encoding encoding, String algorithm) {}

  /** HMAC of method, address with its query, body and the time of a header. */
  static Verification addressed(
      List<String> secrets, Window window, Header header, String timestamp, String address) {
    return timed(secrets, window, header, timestamp, request -> whole(address, request));
  }

  /**
   * HMAC with the time of a header: of time and body; where there is an address, of method,
   * address, body and time.
   */
  static Verification timed(
      List<String> secrets,
      Window window,
      Header header,
      String timestamp,
      @Nullable Function<Door.Request, String> address) {
    return request -> {
      String time = request.header(timestamp).orElse("");
      byte[] before =
          Signed.bytes(address == null ? time : request.method() + address.apply(request));
      byte[] after = Signed.bytes(address == null ? "" : time);
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
