package io.causerie.engine.webhook;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.Desk;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.FakeChannel;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.delivery.RetryLater;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.preference.Preference;
import io.causerie.engine.preference.WorkingTime;
import io.causerie.engine.store.Database;
import io.causerie.engine.webhook.Endpoint.Sealed;
import io.causerie.model.IdText;
import io.causerie.model.Lane;
import io.causerie.model.RecordId;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Endpoints, and what is to be posted there, on both databases. */
@ParameterizedClass
@EnumSource(Databases.class)
class WebhooksTest {
  private static final Sealed SECRET = new Sealed("2026", "sealed");

  @Parameter Databases databases = Databases.H2;

  private final FakeChannel channel = new FakeChannel(Webhooks.CHANNEL, 2, true);
  private final List<Delivery> taken = new CopyOnWriteArrayList<>();
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(Desk.tables(databases), builder -> builder.channels(List.of(channel)));
    channel.behave(
        delivery -> {
          taken.add(delivery);
          return Outcome.DELIVERED;
        });
    settle();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private void settle() {
    long position = desk.position();
    Eventually.until(
        "the journal has been read",
        () ->
            desk.count(
                    "select count(*) from journal_reader where name = 'webhooks' and position >= "
                        + position)
                == 1);
    desk.settle();
  }

  private Endpoint add(String person, @Nullable String system) {
    return desk.causerie.webhooks().add(person, system, "https://hooks.example.com/x", SECRET);
  }

  private List<String> causes() {
    return taken.stream()
        .map(delivery -> desk.causerie.webhooks().parcel(delivery))
        .flatMap(Optional::stream)
        .map(Parcel::cause)
        .toList();
  }

  @Test
  void eachLineOfASystemIsADeliveryToEachOfItsEndpoints() {
    desk.ingest(order("before"));
    settle();
    Endpoint endpoint = add("ada", "desk");
    add("grace", "desk");
    add("ada", "another");
    add("ada", null);

    desk.ingest(order("7"));
    RecordId record = desk.id("7");
    ActivityView post =
        desk.causerie.feed().post(Desk.as("ada"), record, Lane.INTERNAL, "Who packs?", null);
    desk.causerie.discussion().reply(Desk.as("grace"), post.id(), "I do", null, null, null);
    desk.causerie.feed().edit(Desk.as("ada"), post.id(), "Who packs it?", null);
    desk.causerie.feed().remove(Desk.as("ada"), post.id(), null);
    settle();

    String target = IdText.format(endpoint.id());
    assertThat(taken).hasSize(10);
    taken.removeIf(delivery -> !delivery.target().equals(target));
    assertThat(causes()).containsExactly("posted", "posted", "noted", "updated", "removed");
    assertThat(desk.causerie.webhooks().parcel(taken.get(2)))
        .hasValueSatisfying(
            parcel -> {
              assertThat(parcel.endpoint()).isEqualTo(endpoint);
              assertThat(parcel.activity()).isEqualTo(post.id());
              assertThat(parcel.note()).isNotNull();
            });
  }

  @Test
  void nothingIsPostedToWhatIsEndedOrRemovedOrOfSomebodyWhoLeft() {
    Endpoint ended = add("ada", "desk");
    desk.ingest(order("7"));
    settle();
    assertThat(causes()).containsExactly("posted");

    desk.causerie.webhooks().end(ended);
    assertThat(causes()).isEmpty();
    desk.ingest(order("8"));
    settle();
    assertThat(taken).hasSize(1);
    assertThat(desk.causerie.webhooks().ofSystem("desk").get(0).ended()).isEqualTo(Desk.MONDAY);

    desk.causerie.webhooks().remove(ended);
    assertThat(desk.causerie.webhooks().ofSystem("desk")).isEmpty();
    assertThat(desk.causerie.webhooks().parcel(taken.get(0))).isEmpty();
  }

  @Test
  void oneIsFoundByWhoseItIsAlone() {
    Endpoint mine = add("ada", null);
    Endpoint systems = add("ada", "desk");
    Webhooks webhooks = desk.causerie.webhooks();

    assertThat(webhooks.of(Desk.as("ada"))).containsExactly(mine);
    assertThat(webhooks.find(Desk.as("ada"), mine.id())).isEqualTo(mine);
    assertThatThrownBy(() -> webhooks.find(Desk.as("grace"), mine.id()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> webhooks.find(Desk.as("ada"), systems.id()))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> webhooks.find("desk", mine.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void nobodyHasMoreThanAFew() {
    for (int i = 0; i < Webhooks.MOST; i++) {
      add("ada", null);
      add("ada", "desk");
    }

    assertThatThrownBy(() -> add("ada", null)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> add("grace", "desk")).isInstanceOf(InvalidInputException.class);
    add("grace", null);
  }

  @Test
  void theSecretBeforeCountsForADay() {
    Endpoint endpoint = add("ada", null);

    desk.causerie.webhooks().change(endpoint, new Sealed("2026", "other"));

    Endpoint now = desk.causerie.webhooks().find(Desk.as("ada"), endpoint.id());
    assertThat(now.secret()).isEqualTo(new Sealed("2026", "other"));
    assertThat(now.former()).isEqualTo(SECRET);
    assertThat(now.formerUntil()).isEqualTo(Desk.MONDAY.plus(Duration.ofDays(1)));
  }

  @Test
  void theyGoWithTheirPerson() {
    add("ada", null);
    add("ada", "desk");
    add("grace", null);

    desk.causerie.people().erase("ada");

    assertThat(desk.count("select count(*) from webhook")).isEqualTo(1);
    desk.causerie.webhooks().purge();
    assertThat(desk.count("select count(*) from webhook where person = 'grace'")).isEqualTo(1);
  }

  @Test
  void whatWaitsForItsTimeIsPatientFromThenOn() {
    Endpoint endpoint = add("ada", null);
    desk.ingest(order("7"));
    ActivityView post = desk.feed("ada", "7").get(0);
    channel.behave(
        delivery -> {
          taken.add(delivery);
          throw new RetryLater(Phrase.quoted("not now"), Duration.ofDays(1), null);
        });
    Webhooks.Wish wish =
        new Webhooks.Wish(
            endpoint,
            "mention",
            post.record(),
            post.id(),
            null,
            "notice 1",
            Desk.MONDAY.plus(Duration.ofDays(14)));
    Database database = Database.open(desk.source(), desk.database().reads());
    for (int i = 0; i < 2; i++) {
      database.writing(h -> desk.causerie.webhooks().ask(h, List.of(wish)));
    }

    desk.clock.tick(Duration.ofDays(13));
    assertThat(desk.count("select count(*) from delivery where state = 'due'")).isEqualTo(1);
    desk.clock.tick(Duration.ofDays(1));
    Eventually.until("it was tried", () -> taken.size() == 1);
    Eventually.until(
        "it waits again",
        () ->
            desk.count("select count(*) from delivery where state = 'due' and failure is not null")
                == 1);
    assertThat(taken).hasSize(1);
  }

  @Test
  void whatSheIsToldGoesToHerOwnWhenSheWorks() {
    desk.ingest(order("7"));
    settle();
    add("grace", null);
    add("katherine", null);
    desk.causerie
        .preferences()
        .say(
            Desk.as("grace"),
            new Preference(
                0,
                Preference.USUAL.told(),
                new WorkingTime(ZoneOffset.UTC, null, Set.of(DayOfWeek.TUESDAY), null)),
            null);

    desk.causerie
        .feed()
        .post(Desk.as("ada"), desk.id("7"), Lane.INTERNAL, "[@Grace](person:grace) packs it", null);
    long position = desk.position();
    Eventually.until(
        "it is queued",
        () ->
            desk.count(
                    "select count(*) from journal_reader where name = 'notices' and position >= "
                        + position)
                == 1);
    desk.clock.tick(Duration.ofMinutes(10));
    Eventually.until(
        "it waits until she works",
        () ->
            desk.count(
                    "select count(*) from delivery where state = 'due' and due = timestamp with time zone '2026-11-24 00:00:00+00'")
                == 1);
    assertThat(taken).isEmpty();
    desk.clock.tick(Duration.ofHours(16));

    Eventually.until("it was taken", () -> !taken.isEmpty());
    assertThat(causes()).containsExactly("mention");
    assertThat(taken).hasSize(1);
  }
}
