package io.causerie.odata;

import io.causerie.model.PlainText;
import io.causerie.model.phrase.Phrase;
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
    Phrase message =
        said.isBlank()
            ? ODataWording.ANSWERED.with(host, status)
            : ODataWording.ANSWERED_WORDS.with(host, status, cut(said));
    if (status >= 300 && status < 400) {
      return new SourceException(
          Fault.BAD_ANSWER,
          ODataWording.REDIRECTED.with(message, target(answer)),
          ODataWording.GIVE_FINAL_ADDRESS.with(),
          null);
    }
    return switch (status) {
      case 401 ->
          new SourceException(Fault.CREDENTIALS, message, ODataWording.CHECK_AUTH.with(), null);
      case 403 ->
          new SourceException(Fault.CREDENTIALS, message, ODataWording.AUTHORIZE.with(), null);
      case 404 ->
          new SourceException(
              Fault.CONFIGURATION, message, ODataWording.CHECK_ENTITY_SET.with(), null);
      case 408, 425, 429, 500, 502, 503, 504 -> temporary(message, answer, clock);
      case 406, 415 ->
          new SourceException(
              Fault.CONFIGURATION, message, ODataWording.CHECK_VERSION.with(), null);
      default ->
          status >= 500
              ? temporary(message, answer, clock)
              : new SourceException(
                  Fault.CONFIGURATION, message, ODataWording.CHECK_QUERY.with(), null);
    };
  }

  private static SourceException temporary(Phrase message, Http.Answer answer, Clock clock) {
    Optional<Duration> wait = retryAfter(answer.header("Retry-After"), clock);
    return new SourceException(
        Fault.TEMPORARY, message, ODataWording.ASK_SERVICE.with(), wait.orElse(null), null);
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
            Fault.CREDENTIALS, ODataWording.EXPIRED.with(host), ODataWording.RENEW.with(), e);
      }
      if (t instanceof CertificateNotYetValidException) {
        return new SourceException(
            Fault.CREDENTIALS,
            ODataWording.NOT_YET_VALID.with(host),
            ODataWording.CHECK_CLOCKS.with(),
            e);
      }
    }
    if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
      return new SourceException(
          Fault.CREDENTIALS, ODataWording.NOT_TRUSTED.with(host), ODataWording.TRUST.with(), e);
    }
    if (e instanceof UnknownHostException) {
      return new SourceException(
          Fault.TEMPORARY, ODataWording.NO_HOST.with(host), ODataWording.CHECK_HOST.with(), e);
    }
    Phrase what =
        e instanceof InterruptedIOException
            ? ODataWording.NOT_IN_TIME.with(host)
            : ODataWording.BROKE.with(host, e.getClass().getSimpleName());
    return new SourceException(Fault.TEMPORARY, what, ODataWording.CHECK_NETWORK.with(), e);
  }

  static SourceException truncated(String host, @Nullable Throwable cause) {
    return new SourceException(
        Fault.TEMPORARY, ODataWording.HALF.with(host), ODataWording.LOWER_PAGE.with(), cause);
  }

  static SourceException signIn(String host) {
    return new SourceException(
        Fault.BAD_ANSWER, ODataWording.SIGN_IN.with(host), ODataWording.CHECK_SIGN_IN.with(), null);
  }

  static SourceException badAnswer(Phrase message, Phrase remedy) {
    return new SourceException(Fault.BAD_ANSWER, message, remedy, null);
  }

  static SourceException configuration(Phrase message, Phrase remedy) {
    return new SourceException(Fault.CONFIGURATION, message, remedy, null);
  }

  static String cut(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : PlainText.cut(line, LONGEST) + "...";
  }

  /** Where a redirect leads: the host alone, since the rest may carry a token. */
  private static Phrase target(Http.Answer answer) {
    String location = answer.header("Location");
    if (location == null) {
      return ODataWording.NOWHERE.with();
    }
    okhttp3.HttpUrl url = okhttp3.HttpUrl.parse(location);
    return url == null ? ODataWording.ANOTHER_PATH.with() : ODataWording.HOST.with(url.host());
  }
}
