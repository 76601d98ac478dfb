package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.model.phrase.Phrase;
import io.causerie.testkit.db.Databases;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class FateWordingTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private EventView stored(EventOutcome outcome) {
    return desk.causerie.events().find("orders", outcome.event()).orElseThrow();
  }

  @Test
  void reasonOfAnIgnoredEventIsKeptWithItsCode() {
    desk.ingest(order("1").status("Open"));
    EventOutcome same = desk.ingest(order("1").status("Open"));

    assertThat(same.reason()).isEqualTo(FateWording.UNCHANGED.with());
    assertThat(stored(same).reason()).isEqualTo(FateWording.UNCHANGED.with());
    assertThat(desk.causerie.events().search("orders", null, null, "OTHER VALUE", false, null, 9))
        .extracting(io.causerie.engine.Page::items)
        .satisfies(found -> assertThat(found).hasSize(1));
  }

  @Test
  void reasonWithinAReasonIsKeptToo() {
    desk.ingest(order("1").version(2).status("Open"));
    EventOutcome late = desk.ingest(order("1").version(1).status("Draft").noPosts());

    assertThat(stored(late).reason())
        .isEqualTo(FateWording.LATE.with(FateWording.NO_POST.with(FateWording.CREATED)));
  }

  @Test
  void causeAndReasonOfAFailedEventAreTheirOwnAndDiscardingChangesTheReasonAlone()
      throws SQLException {
    EventOutcome first = desk.ingest("orders", Desk.event("1", "{}"));
    EventOutcome second = desk.ingest("orders", Desk.event("bad", "nonsense"));
    assertThat(stored(first).cause()).isEqualTo(FateWording.MAPPING_BROKE.with());
    assertThat(stored(second).cause()).isEqualTo(Phrase.quoted("not an order"));
    assertThat(desk.causerie.events().causes("orders"))
        .extracting(Events.Cause::cause)
        .containsExactly(FateWording.MAPPING_BROKE.with(), Phrase.quoted("not an order"));

    desk.causerie
        .events()
        .discard("orders", new Events.Choice(List.of(first.event()), null), "ada", "a test");

    assertThat(stored(first).reason()).isEqualTo(FateWording.DISCARDED.with("ada", "a test"));
    assertThat(stored(first).cause()).isEqualTo(FateWording.MAPPING_BROKE.with());
  }

  @Test
  void eventThatAnOlderReleaseStoredHasItsTextAlone() throws SQLException {
    desk.ingest(order("1").status("Open"));
    EventOutcome same = desk.ingest(order("1").status("Open"));
    try (var connection = desk.source().getConnection()) {
      connection.createStatement().execute("update event set reason_said = null");
    }

    assertThat(stored(same).reason()).isEqualTo(Phrase.quoted(FateWording.UNCHANGED.with().text()));
  }

  @Test
  void replayTellsTheCodeAnew() {
    EventOutcome broken = desk.ingest("orders", Desk.event("1", "{}"));
    EventView before = stored(broken);
    EventOutcome again = Desk.await(desk.causerie.events().replay("orders", broken.event()));

    assertThat(again.reason()).isEqualTo(Objects.requireNonNull(before.reason()));
    assertThat(stored(again).reason()).isEqualTo(before.reason());
  }
}
