package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void figuresAreKeptAndNotCountedAtEachLook() throws SQLException {
    try (Desk desk = new Desk(Databases.H2)) {
      Events events = desk.causerie.events();
      desk.ingest(order("1").status("Open"));
      desk.ingest("orders", Desk.event("bad", "nonsense"));
      assertThat(events.figures("orders"))
          .isEqualTo(new Events.Counted(Map.of(Fate.POSTED, 1L, Fate.FAILED, 1L), 2, 1));

      desk.ingest(order("2").status("Open"));
      try (var connection = desk.source().getConnection()) {
        // As if another node had changed it: whoever counted would see that.
        connection.createStatement().execute("delete from event where event_id = 'bad'");
      }
      assertThat(events.figures("orders"))
          .isEqualTo(new Events.Counted(Map.of(Fate.POSTED, 2L, Fate.FAILED, 1L), 3, 1));

      desk.clock.tick(Duration.ofSeconds(31));
      assertThat(events.failed("orders")).isZero();
    }
  }

  @Test
  void lookBetweenACommitAndItsCountCountsNothingTwice() {
    try (Desk desk = new Desk(Databases.H2)) {
      Figures figures = new Figures(Database.open(desk.source()), desk.clock);
      figures.begin(List.of("orders"));
      desk.ingest(order("1").status("Open"));
      assertThat(figures.of("orders").day()).isEqualTo(Map.of(Fate.POSTED, 1L));

      figures.add("orders", Fate.POSTED);
      figures.end();

      assertThat(figures.of("orders").day()).isEqualTo(Map.of(Fate.POSTED, 1L));
    }
  }

  @Test
  void whatAnOperatorDoesIsSeenAtOnce() {
    try (Desk desk = new Desk(Databases.H2)) {
      desk.ingest("orders", Desk.event("bad", "nonsense"));
      assertThat(desk.causerie.events().failed("orders")).isEqualTo(1);

      desk.causerie
          .events()
          .discard("orders", new Events.Choice(null, "not an order"), "ada", "noise");

      assertThat(desk.causerie.events().failed("orders")).isZero();
    }
  }
}
