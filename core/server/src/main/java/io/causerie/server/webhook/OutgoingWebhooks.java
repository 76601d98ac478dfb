package io.causerie.server.webhook;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.webhook.Endpoint;
import io.causerie.engine.webhook.Webhooks;
import io.causerie.http.Address;
import io.causerie.http.Outward;
import io.causerie.model.phrase.Phrase;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.Configuration.AccountKey;
import io.causerie.server.seal.Seal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints with their secrets, which stand in the database enciphered, and what is posted to them.
 * Used by many threads.
 */
public final class OutgoingWebhooks {
  private static final int GONE = 410;

  private final Webhooks webhooks;
  private final Outward outward;
  private final Supplier<Configuration> configuration;
  private final Seal seal;
  private final Clock clock;

  /**
   * @param configuration that in force
   */
  public OutgoingWebhooks(
      Webhooks webhooks, Outward outward, Supplier<Configuration> configuration, Clock clock) {
    this.webhooks = webhooks;
    this.outward = outward;
    this.configuration = configuration;
    Supplier<List<AccountKey>> keys = () -> configuration.get().accountKeys();
    this.seal = new Seal(keys);
    this.clock = clock;
  }

  /** The channel that posts what is decided. */
  public DeliveryChannel channel(Letters letters) {
    return new WebhookChannel(webhooks, this, letters, clock);
  }

  /** Whether anybody can have an endpoint: there are hosts to post to, and a key. */
  public boolean isOffered() {
    return seal.isReady() && !configuration.get().webhooks().isEmpty();
  }

  /** A new endpoint, and its secret, which is never told again. */
  public record Opened(Endpoint endpoint, String secret) {}

  /**
   * Adds an endpoint.
   *
   * @param system whose posts it is told; absent: it is the person's own
   * @throws InvalidInputException if nothing is posted to such an address
   */
  public Opened open(String person, @Nullable String system, String url) {
    requireKey("url");
    if (place(url).isEmpty()) {
      throw new InvalidInputException(
          "url",
          "nothing is posted there: give an https address at a host that an operator listed in `webhooks.hosts`");
    }
    String secret = Signature.secret();
    return new Opened(webhooks.add(person, system, url, sealed(secret, person)), secret);
  }

  private void requireKey(String field) {
    if (!seal.isReady()) {
      throw new InvalidInputException(
          field, "no secret can be kept: an operator sets `accounts.keys`, which encipher them");
    }
  }

  /** Gives an endpoint another secret; the one before counts for a day beside it. */
  public String change(Endpoint endpoint) {
    requireKey("secret");
    String secret = Signature.secret();
    webhooks.change(endpoint, sealed(secret, endpoint.person()));
    return secret;
  }

  /**
   * What came of posting something.
   *
   * @param reply absent where no answer came
   * @param failure why it was not taken; absent where it was
   */
  public record Posted(Outward.@Nullable Reply reply, @Nullable Phrase failure) {
    /** Whether whoever is there wants nothing more, ever. */
    boolean isGone() {
      return reply != null && reply.status() == GONE;
    }
  }

  /** Posts something to see whether it arrives. */
  public Posted test(Endpoint endpoint, Letters letters) {
    Instant now = clock.instant();
    return post(endpoint, "test_" + UUID.randomUUID(), letters.test(now));
  }

  /** Posts a message, signed. */
  Posted post(Endpoint endpoint, String id, byte[] body) {
    Optional<Address> address = Address.parse(endpoint.url());
    Optional<Outward.Place> place = place(endpoint.url());
    if (address.isEmpty() || place.isEmpty()) {
      return new Posted(null, OutwardWording.NOT_LISTED.with());
    }
    Instant now = clock.instant();
    List<String> secrets = secrets(endpoint, now);
    if (secrets.isEmpty()) {
      return new Posted(null, OutwardWording.NO_KEY.with());
    }
    Map<String, String> headers = Signature.headers(secrets, id, now, body);
    try {
      Outward.Reply reply = outward.post(place.get(), address.get(), headers, body);
      return new Posted(reply, reply.isTaken() ? null : answered(host(endpoint), reply.status()));
    } catch (Outward.NotPosted e) {
      return new Posted(null, e.why());
    }
  }

  private static Phrase answered(String host, int status) {
    return status == GONE
        ? OutwardWording.GONE.with(host)
        : status >= 300 && status < 400
            ? OutwardWording.REDIRECTED.with(host, status)
            : OutwardWording.ANSWERED.with(host, status);
  }

  /** The host alone: what stands behind it may be a secret. */
  static String host(Endpoint endpoint) {
    return Address.parse(endpoint.url()).map(Address::host).orElse("");
  }

  private Optional<Outward.Place> place(String url) {
    return Address.parse(url)
        .flatMap(
            address ->
                configuration.get().webhooks().stream()
                    .filter(place -> place.holds(address))
                    .findFirst());
  }

  /** Those that count now, the newest first; none where it cannot be deciphered. */
  private List<String> secrets(Endpoint endpoint, Instant now) {
    List<String> secrets = new ArrayList<>();
    Optional<String> secret = opened(endpoint.secret(), endpoint.person());
    if (secret.isEmpty()) {
      return secrets;
    }
    secrets.add(secret.get());
    if (!seal.isOfToday(new Seal.Sealed(endpoint.secret().key(), endpoint.secret().text()))) {
      webhooks.seal(endpoint, sealed(secret.get(), endpoint.person()));
    }
    Instant until = endpoint.formerUntil();
    if (endpoint.former() != null && until != null && now.isBefore(until)) {
      opened(endpoint.former(), endpoint.person()).ifPresent(secrets::add);
    }
    return secrets;
  }

  private Endpoint.Sealed sealed(String secret, String person) {
    Seal.Sealed sealed = seal.close(secret, place(person, "webhook"));
    return new Endpoint.Sealed(sealed.key(), sealed.text());
  }

  private Optional<String> opened(Endpoint.Sealed sealed, String person) {
    return seal.open(new Seal.Sealed(sealed.key(), sealed.text()), place(person, "webhook"));
  }

  private static String place(String person, String what) {
    return what + " of " + person;
  }
}
