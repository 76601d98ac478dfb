package io.causerie.server.webhook;

import io.causerie.engine.UnavailableException;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.GiveUp;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.delivery.RetryLater;
import io.causerie.engine.webhook.Endpoint;
import io.causerie.engine.webhook.Parcel;
import io.causerie.engine.webhook.Webhooks;
import io.causerie.http.Outward;
import io.causerie.model.phrase.Phrase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts to endpoints what their persons may read when its turn comes. Each message has an id that
 * is the same at every attempt, by which whoever gets it twice knows it.
 */
final class WebhookChannel implements DeliveryChannel {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookChannel.class);
  private static final int PARALLEL = 8;

  /** So long one that takes nothing is left alone, so that it does not hold up all others. */
  private static final Duration REST = Duration.ofSeconds(15);

  private static final int BUSY = 429;
  private static final int UNAVAILABLE = 503;

  private final Webhooks webhooks;
  private final OutgoingWebhooks outgoing;
  private final Letters letters;
  private final Clock clock;
  private final Map<Long, Instant> resting = new ConcurrentHashMap<>();

  WebhookChannel(Webhooks webhooks, OutgoingWebhooks outgoing, Letters letters, Clock clock) {
    this.webhooks = webhooks;
    this.outgoing = outgoing;
    this.letters = letters;
    this.clock = clock;
  }

  @Override
  public String name() {
    return Webhooks.CHANNEL;
  }

  @Override
  public int parallel() {
    return PARALLEL;
  }

  @Override
  public boolean idempotent() {
    return true;
  }

  @Override
  public Outcome deliver(Delivery delivery) throws RetryLater, GiveUp, InterruptedException {
    Optional<Parcel> found = webhooks.parcel(delivery);
    if (found.isEmpty()) {
      return Outcome.NEEDLESS;
    }
    Endpoint endpoint = found.get().endpoint();
    requireRested(endpoint);
    Optional<byte[]> body = written(found.get(), delivery.added());
    if (body.isEmpty()) {
      return Outcome.WITHHELD;
    }
    OutgoingWebhooks.Posted posted = outgoing.post(endpoint, delivery.key(), body.get());
    Phrase failure = posted.failure();
    if (failure == null) {
      resting.remove(endpoint.id());
      return Outcome.DELIVERED;
    }
    if (posted.isGone()) {
      LOG.warn("{} is ended: {}", endpoint, failure);
      webhooks.end(endpoint);
      return Outcome.NEEDLESS;
    }
    throw later(endpoint, posted.reply(), failure);
  }

  private Optional<byte[]> written(Parcel parcel, Instant happened) throws RetryLater {
    try {
      return letters.write(parcel, happened);
    } catch (UnavailableException e) {
      throw new RetryLater(OutwardWording.UNDECIDED.with(), e.retryAfter(), e);
    }
  }

  private void requireRested(Endpoint endpoint) throws RetryLater {
    Instant until = resting.get(endpoint.id());
    Instant now = clock.instant();
    if (until != null && now.isBefore(until)) {
      throw new RetryLater(
          OutwardWording.RESTS.with(OutgoingWebhooks.host(endpoint)),
          Duration.between(now, until),
          null);
    }
  }

  private RetryLater later(Endpoint endpoint, Outward.@Nullable Reply reply, Phrase failure) {
    Duration after = reply == null ? null : reply.retryAfter();
    if (reply == null || reply.status() == BUSY || reply.status() == UNAVAILABLE) {
      resting.put(endpoint.id(), clock.instant().plus(Objects.requireNonNullElse(after, REST)));
    }
    return new RetryLater(failure, after, null);
  }
}
