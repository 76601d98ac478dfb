package io.causerie.odata;

import io.causerie.model.PlainText;
import io.causerie.model.time.Written;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong on the wire into what an operator should do. */
final class Faults {
  private static final int LONGEST = 500;

  private Faults() {}

  /**
   * An answer other than 2xx.
   *
   * @param said the service's own words; empty where it said nothing
   */
  static SourceException answered(String host, Http.Answer answer, String said, Clock clock) {
    int status = answer.status();
    String words = said.isBlank() ? "" : ": " + cut(said);
    String message = host + " answered " + status + words;
    if (status >= 300 && status < 400) {
      return new SourceException(
          Fault.BAD_ANSWER,
          message + ", a redirect to " + target(answer),
          "Redirects are not followed: give the service's final address, and check that the"
              + " credentials are sent; a redirect is often to a sign-in page.",
          null);
    }
    return switch (status) {
      case 401 ->
          new SourceException(
              Fault.CREDENTIALS,
              message,
              "User, password, client or token are refused: check `auth`, and whether the user is"
                  + " locked.",
              null);
      case 403 ->
          new SourceException(
              Fault.CREDENTIALS,
              message,
              "The user is known but may not read this: give it the authorization for the service"
                  + " (S/4HANA: the communication scenario).",
              null);
      case 404 ->
          new SourceException(
              Fault.CONFIGURATION,
              message,
              "Check `url` and `entitySet`: the service or the set is not there.",
              null);
      case 408, 425, 429, 500, 502, 503, 504 -> temporary(message, answer, clock);
      case 406, 415 ->
          new SourceException(
              Fault.CONFIGURATION,
              message,
              "The service does not answer in JSON of this version: check `version`.",
              null);
      default ->
          status >= 500
              ? temporary(message, answer, clock)
              : new SourceException(
                  Fault.CONFIGURATION,
                  message,
                  "The service refuses the query: check `filter`, `select`, `expand`, `changedOn`"
                      + " and `key` against its $metadata.",
                  null);
    };
  }

  private static SourceException temporary(String message, Http.Answer answer, Clock clock) {
    Optional<Duration> wait = retryAfter(answer.header("Retry-After"), clock);
    return new SourceException(
        Fault.TEMPORARY,
        message,
        "It is tried again by itself; if it stays, ask whoever runs the service.",
        wait.orElse(null),
        null);
  }

  /** {@code Retry-After} in seconds or as a date; a day at most. */
  static Optional<Duration> retryAfter(@Nullable String header, Clock clock) {
    if (header == null) {
      return Optional.empty();
    }
    String text = header.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(capped(Duration.ofSeconds(Long.parseLong(text))));
    }
    return Written.exact(text).map(until -> capped(Duration.between(clock.instant(), until)));
  }

  private static Duration capped(Duration wait) {
    Duration day = Duration.ofDays(1);
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(day) > 0 ? day : wait;
  }

  /** No whole answer came. */
  static SourceException broken(String host, IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException) {
        return new SourceException(
            Fault.CREDENTIALS,
            "the certificate of " + host + " has expired",
            "Whoever runs the service must renew its certificate; nothing is read until then.",
            e);
      }
      if (t instanceof CertificateNotYetValidException) {
        return new SourceException(
            Fault.CREDENTIALS,
            "the certificate of " + host + " is not valid yet",
            "Check the clocks of both machines.",
            e);
      }
    }
    if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
      return new SourceException(
          Fault.CREDENTIALS,
          host + " shows a certificate that is not trusted",
          "Add its authority to the trust store of the Java that runs Causerie"
              + " (javax.net.ssl.trustStore).",
          e);
    }
    if (e instanceof UnknownHostException) {
      return new SourceException(
          Fault.TEMPORARY,
          "there is no host " + host,
          "Check the host in `url`, and the name server.",
          e);
    }
    String what =
        e instanceof InterruptedIOException
            ? host + " did not answer in time"
            : "the connection to " + host + " broke: " + e.getClass().getSimpleName();
    return new SourceException(
        Fault.TEMPORARY,
        what,
        "It is tried again by itself; if it stays, check the network, `timeout` and `pageSize`.",
        e);
  }

  static SourceException truncated(String host, @Nullable Throwable cause) {
    return new SourceException(
        Fault.TEMPORARY,
        host + " answered with half a body",
        "It is tried again by itself; if it stays, lower `pageSize`.",
        cause);
  }

  static SourceException signIn(String host) {
    return new SourceException(
        Fault.BAD_ANSWER,
        host + " answered with a sign-in page, or another page for people, instead of JSON",
        "Check `url` and `auth`: something in front of the service wants people to sign in.",
        null);
  }

  static SourceException badAnswer(String message, String remedy) {
    return new SourceException(Fault.BAD_ANSWER, message, remedy, null);
  }

  static SourceException configuration(String message, String remedy) {
    return new SourceException(Fault.CONFIGURATION, message, remedy, null);
  }

  static String cut(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : PlainText.cut(line, LONGEST) + "...";
  }

  /** Where a redirect leads: the host alone, since the rest may carry a token. */
  private static String target(Http.Answer answer) {
    String location = answer.header("Location");
    if (location == null) {
      return "nowhere";
    }
    okhttp3.HttpUrl url = okhttp3.HttpUrl.parse(location);
    return url == null ? "another path" : url.host();
  }
}
