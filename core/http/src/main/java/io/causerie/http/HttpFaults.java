package io.causerie.http;

import io.causerie.model.PlainText;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
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
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what went wrong on the wire into what an operator should do. Neither secrets nor queries
 * come into it.
 */
public final class HttpFaults {
  private static final int LONGEST = 500;
  private static final Duration LONGEST_REST = Duration.ofDays(1);

  private final Map<Trouble, Wording> remedies;
  private final Masks masks;
  private final Clock clock;

  HttpFaults(Map<Trouble, Wording> remedies, Masks masks, Clock clock) {
    this.remedies = remedies;
    this.masks = masks;
    this.clock = clock;
  }

  Masks masks() {
    return masks;
  }

  /**
   * An answer other than 2xx.
   *
   * @param said the system's own words; empty where it said nothing
   */
  public SourceException answered(Answer answer, String said) {
    int status = answer.status();
    String host = answer.from().host();
    Phrase message =
        said.isBlank()
            ? HttpWording.ANSWERED.with(host, status)
            : HttpWording.ANSWERED_WORDS.with(host, status, cut(masks.hide(said)));
    Trouble trouble = trouble(status);
    Duration rest =
        trouble.fault() == Fault.TEMPORARY
            ? retryAfter(answer.header("Retry-After")).orElse(null)
            : null;
    return new SourceException(
        trouble.fault(),
        trouble == Trouble.REDIRECT
            ? HttpWording.REDIRECTED.with(message, target(answer))
            : message,
        remedy(trouble, answer.from()),
        rest,
        null);
  }

  private static Trouble trouble(int status) {
    return switch (status) {
      case 401 -> Trouble.CREDENTIALS;
      case 403 -> Trouble.FORBIDDEN;
      case 404 -> Trouble.NOT_FOUND;
      case 406, 415 -> Trouble.FORM;
      case 429 -> Trouble.LIMITED;
      case 408, 425 -> Trouble.SERVER;
      default ->
          status >= 500
              ? Trouble.SERVER
              : status >= 300 && status < 400 ? Trouble.REDIRECT : Trouble.REQUEST;
    };
  }

  /** {@code Retry-After} in seconds or as a date; a day at most. */
  Optional<Duration> retryAfter(Optional<String> header) {
    Optional<String> said = header.map(String::strip);
    if (said.filter(text -> text.matches("[0-9]{1,9}")).isPresent()) {
      return said.map(text -> capped(Duration.ofSeconds(Long.parseLong(text))));
    }
    return said.flatMap(Written::exact)
        .map(until -> capped(Duration.between(clock.instant(), until)));
  }

  private static Duration capped(Duration wait) {
    return wait.isNegative()
        ? Duration.ZERO
        : wait.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : wait;
  }

  /** No whole answer came. */
  SourceException broken(Address address, IOException e) {
    String host = address.host();
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateExpiredException) {
        return fault(Trouble.EXPIRED_CERTIFICATE, HttpWording.EXPIRED.with(host), address, e);
      }
      if (t instanceof CertificateNotYetValidException) {
        return fault(Trouble.EARLY_CERTIFICATE, HttpWording.NOT_YET_VALID.with(host), address, e);
      }
    }
    if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
      return fault(Trouble.UNTRUSTED_CERTIFICATE, HttpWording.NOT_TRUSTED.with(host), address, e);
    }
    if (e instanceof UnknownHostException) {
      return fault(Trouble.NO_HOST, HttpWording.NO_HOST.with(host), address, e);
    }
    Phrase what =
        e instanceof InterruptedIOException
            ? HttpWording.NOT_IN_TIME.with(host)
            : HttpWording.BROKE.with(host, e.getClass().getSimpleName());
    return fault(Trouble.NETWORK, what, address, e);
  }

  SourceException tooLarge(Address address, int most) {
    Phrase message = HttpWording.TOO_LARGE.with(address.host(), most);
    return fault(Trouble.TOO_LARGE, message, address, null);
  }

  /** The body of an answer ends before it is complete. */
  public SourceException half(Answer answer, @Nullable Throwable cause) {
    Address from = answer.from();
    return fault(Trouble.HALF, HttpWording.HALF.with(from.host()), from, cause);
  }

  /** A page for people came where data were asked for. */
  public SourceException page(Answer answer) {
    Address from = answer.from();
    return fault(Trouble.PAGE, HttpWording.SIGN_IN.with(from.host()), from, null);
  }

  SourceException noJson(Answer answer) {
    Address from = answer.from();
    return fault(Trouble.NO_JSON, HttpWording.NO_JSON.with(from.host()), from, null);
  }

  private SourceException fault(
      Trouble trouble, Phrase message, Address address, @Nullable Throwable cause) {
    return new SourceException(trouble.fault(), message, remedy(trouble, address), cause);
  }

  /** The kind's own, in the words of its keys; else the usual one, which names the address. */
  private Phrase remedy(Trouble trouble, Address address) {
    Wording wording = remedies.getOrDefault(trouble, trouble.remedy());
    return Phrase.places(wording).isEmpty()
        ? wording.with()
        : wording.with(masks.hide(address.toString()));
  }

  private static String cut(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LONGEST ? line : PlainText.cut(line, LONGEST) + "...";
  }

  /** Where a redirect leads: the host alone, since the rest may carry a token. */
  private static Phrase target(Answer answer) {
    return answer
        .header("Location")
        .map(
            location ->
                Address.parse(location)
                    .map(to -> HttpWording.HOST.with(to.host()))
                    .orElseGet(HttpWording.ANOTHER_PATH::with))
        .orElseGet(HttpWording.NOWHERE::with);
  }
}
