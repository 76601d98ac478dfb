package io.causerie.engine.discussion;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Causerie;
import io.causerie.engine.Desk;
import io.causerie.engine.SystemRules;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.people.Origin;
import io.causerie.engine.store.Database;
import io.causerie.model.ActivityId;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.SourceEvent;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was written here is known when its system tells of it, whenever that is. */
class CopyEchoesTest {
  private final SettableClock clock = new SettableClock(Desk.MONDAY);
  private final TestDatabase database = Desk.tables(Databases.H2);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private Causerie causerie;
  private RecordId record;

  /** Takes what it is brought when it is let. */
  private final class Slow implements DeliveryChannel {
    @Override
    public String name() {
      return "back:desk";
    }

    @Override
    public int parallel() {
      return 1;
    }

    @Override
    public boolean idempotent() {
      return true;
    }

    @Override
    public Outcome deliver(Delivery delivery) throws InterruptedException {
      Letter letter = causerie.copies().letter(delivery).orElseThrow();
      entered.countDown();
      letGo.await();
      causerie.copies().arrived(delivery, "x1", false, letter.version(), "Ada: Who packs?");
      return Outcome.DELIVERED;
    }
  }

  @BeforeEach
  void open() {
    SystemRules rules = new SystemRules("desk", Localized.of("Desk"), Desk.CEILING, true);
    causerie =
        Desk.builder(database.source(), database.reads(), clock, Desk.CEILING)
            .systems(List.of(rules.writingBack(Set.of(Lane.INTERNAL))))
            .channels(List.of(new Slow()))
            .build();
    causerie.origins().says(Origin.PEOPLE_FILE, Desk.people());
    SourceEvent event = Desk.event("e1", order("1").status("Open").build());
    Desk.await(causerie.ingest().accept("orders", Ingest.keyOf(event), event));
    record = causerie.records().find(Desk.as("ada"), Desk.order("1")).orElseThrow().id();
  }

  @AfterEach
  void close() {
    letGo.countDown();
    causerie.close();
    database.close();
  }

  private Echoes.Answer of(String content) {
    return Database.over(database.source())
        .read(
            h -> causerie.copies().of(h, new Echoes.Comment(record, "desk", "x1", null, content)));
  }

  private ActivityId written() throws InterruptedException {
    ActivityId post =
        causerie
            .feed()
            .post(
                Desk.as("ada"),
                record,
                Lane.INTERNAL,
                "Who [@](person:grace) packs?",
                null,
                Set.of("desk"),
                null)
            .id();
    entered.await();
    return post;
  }

  @Test
  void whatSaysTheSameWaitsUntilItIsKnownWhereItIs() throws Exception {
    written();

    assertThat(of("<p>Ada&nbsp;Lovelace: Who @Grace Hopper packs?</p>"))
        .as("with a signature, in the target's own form")
        .isEqualTo(Echoes.Answer.WAIT);
    assertThat(of("Somebody there says something else")).isEqualTo(Echoes.Answer.OTHERS);
    letGo.countDown();
    Eventually.until("it is there", () -> !of("Who Grace packs?").equals(Echoes.Answer.WAIT));

    assertThat(of("Who Grace packs?"))
        .as("its id says from now on what it is")
        .isEqualTo(Echoes.Answer.OTHERS);
    assertThat(
            Database.over(database.source())
                .read(h -> CounterpartStore.find(h, "desk", "x1"))
                .orElseThrow()
                .here())
        .isTrue();
  }

  @Test
  void whatItSaidBeforeAnEditIsItToo() throws Exception {
    ActivityId post = written();
    causerie.feed().edit(Desk.as("ada"), post, "Nobody packs", null);

    assertThat(of("Ada: Who Grace packs?")).isEqualTo(Echoes.Answer.WAIT);
    assertThat(of("Ada: Nobody packs")).isEqualTo(Echoes.Answer.WAIT);
  }

  @Test
  void aMarkSaysWhatItIsAtOnce() throws Exception {
    ActivityId post = written();
    String mark =
        Database.over(database.source())
            .read(h -> h.createQuery("select mark from item_copy").mapTo(String.class).one());

    assertThat(of("Whatever it says by now, " + mark)).isEqualTo(Echoes.Answer.ours(post.value()));
    assertThat(of("of another Causerie: 0000000000001-abcdefgh")).isEqualTo(Echoes.Answer.OTHERS);
  }
}
