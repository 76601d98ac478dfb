package io.causerie.engine.webhook;

import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.journal.JournalReader;
import io.causerie.engine.notice.Notice;
import io.causerie.engine.notice.NoticeChannel;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.engine.webhook.Endpoint.Sealed;
import io.causerie.model.ActivityId;
import io.causerie.model.IdText;
import io.causerie.model.NoteId;
import io.causerie.model.RecordId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that people and operators gave, and what is to be posted there: a delivery each, asked
 * for in the transaction that decides it. Safe for use by many threads.
 */
public final class Webhooks implements NoticeChannel {
  /** What endpoints hold; they go with their persons. */
  public static final Holdings HOLDINGS = WebhookStore.HOLDINGS;

  /** The channel that posts. */
  public static final String CHANNEL = "webhook";

  /** So many a person may have, and a system. */
  public static final int MOST = 5;

  /** So long a secret counts beside the one that took its place. */
  public static final Duration BOTH = Duration.ofDays(1);

  private static final int LONGEST = 2000;

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Deliveries deliveries;

  public Webhooks(Database database, Ids ids, Clock clock, Deliveries deliveries) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.deliveries = deliveries;
  }

  @Override
  public String name() {
    return CHANNEL;
  }

  @Override
  public void tell(Handle h, List<Telling> all) {
    Map<String, List<Endpoint>> byPerson =
        WebhookStore.ofPersons(
                h, all.stream().map(one -> one.notice().person()).collect(Collectors.toSet()))
            .stream()
            .collect(Collectors.groupingBy(Endpoint::person));
    ask(
        h,
        all.stream()
            .flatMap(
                one ->
                    byPerson.getOrDefault(one.notice().person(), List.of()).stream()
                        .map(endpoint -> wish(endpoint, one)))
            .toList());
  }

  private static Wish wish(Endpoint endpoint, Telling telling) {
    Notice notice = telling.notice();
    return new Wish(
        endpoint,
        notice.reason().word(),
        notice.record(),
        notice.activity(),
        notice.note(),
        "notice " + IdText.format(notice.id()),
        telling.from());
  }

  /** Makes deliveries of what happens in systems. */
  public JournalReader reader() {
    return new WebhookReader(this);
  }

  /** Somebody's own, the oldest first. */
  public List<Endpoint> of(Viewer viewer) {
    return database.read(h -> WebhookStore.of(h, viewer.person()));
  }

  /** Those of a system, for operators. */
  public List<Endpoint> ofSystem(String system) {
    return database.read(h -> WebhookStore.ofSystem(h, system));
  }

  /**
   * Adds one.
   *
   * @param system whose posts it is told, as far as the person may read them; absent: it is hers
   * @throws InvalidInputException if there are as many as there may be
   */
  public Endpoint add(String person, @Nullable String system, String url, Sealed secret) {
    if (url.length() > LONGEST) {
      throw new InvalidInputException(
          "url", "an address may have %d characters at most".formatted(LONGEST));
    }
    Endpoint endpoint =
        new Endpoint(
            ids.next(),
            person,
            system,
            url,
            secret,
            null,
            null,
            Database.storable(clock.instant()),
            null);
    database.writing(
        h -> {
          List<Endpoint> there = WebhookStore.lock(h, person);
          if ((system == null ? there : WebhookStore.ofSystem(h, system)).size() >= MOST) {
            throw new InvalidInputException(
                "url", "there are %d already: remove one of them first".formatted(MOST));
          }
          WebhookStore.insert(h, endpoint);
        });
    return endpoint;
  }

  /**
   * One of somebody's own.
   *
   * @throws NotFoundException if it is not
   */
  public Endpoint find(Viewer viewer, long id) {
    return one(of(viewer), id);
  }

  /**
   * One of a system.
   *
   * @throws NotFoundException if it is not
   */
  public Endpoint find(String system, long id) {
    return one(ofSystem(system), id);
  }

  private static Endpoint one(List<Endpoint> all, long id) {
    return all.stream()
        .filter(endpoint -> endpoint.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFoundException("webhook"));
  }

  /** Removes one; what was still to be posted there is not. */
  public void remove(Endpoint endpoint) {
    database.writing(h -> WebhookStore.remove(h, endpoint.id()));
  }

  /** Has another secret take the place of the one that stands; for a day both count. */
  public void change(Endpoint endpoint, Sealed secret) {
    Instant until = Database.storable(clock.instant().plus(BOTH));
    database.writing(h -> WebhookStore.change(h, endpoint.id(), secret, until));
  }

  /** Keeps the same secret, sealed anew. */
  public void seal(Endpoint endpoint, Sealed secret) {
    database.writing(h -> WebhookStore.seal(h, endpoint, secret));
  }

  /** Ends one that said it is gone: nothing is posted there any more. */
  public void end(Endpoint endpoint) {
    database.writing(h -> WebhookStore.end(h, endpoint.id(), Database.storable(clock.instant())));
  }

  /** Removes those of people who have left. */
  public void purge() {
    database.writing(WebhookStore::purge);
  }

  /**
   * What is to be posted to an endpoint.
   *
   * @param cause as of {@link Parcel}
   * @param dedupe asked for twice with the same, it is posted once
   * @param due not before
   */
  record Wish(
      Endpoint endpoint,
      String cause,
      RecordId record,
      ActivityId activity,
      @Nullable NoteId note,
      String dedupe,
      Instant due) {

    private Deliveries.Order order() {
      String id = IdText.format(endpoint.id());
      return new Deliveries.Order(
          CHANNEL,
          id,
          "record %s%s%s %s%s"
              .formatted(
                  record, Deliveries.Order.PART, cause, activity, note == null ? "" : " " + note),
          dedupe + " " + id);
    }
  }

  /** Asks for deliveries, in the transaction that decides them. */
  void ask(Handle h, List<Wish> wishes) {
    Instant now = clock.instant();
    deliveries.add(
        h, wishes.stream().filter(wish -> !wish.due().isAfter(now)).map(Wish::order).toList());
    wishes.stream()
        .filter(wish -> wish.due().isAfter(now))
        .forEach(wish -> deliveries.add(h, wish.order(), wish.due()));
  }

  /** What a delivery is to bring; empty where its endpoint, or its person, is there no more. */
  public Optional<Parcel> parcel(Delivery delivery) {
    return database
        .read(h -> WebhookStore.find(h, IdText.parse(delivery.target())))
        .filter(endpoint -> endpoint.ended() == null)
        .map(endpoint -> parcel(endpoint, delivery.subject()));
  }

  private static Parcel parcel(Endpoint endpoint, String subject) {
    String[] part = subject.substring(subject.indexOf(Deliveries.Order.PART) + 1).split(" ");
    return new Parcel(
        endpoint,
        part[0],
        ActivityId.parse(part[1]),
        part.length > 2 ? NoteId.parse(part[2]) : null);
  }
}
