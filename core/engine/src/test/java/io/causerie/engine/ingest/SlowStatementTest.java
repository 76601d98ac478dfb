package io.causerie.engine.ingest;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.testkit.db.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A statement that the database gives up is no database that is away. */
class SlowStatementTest {
  @Test
  void eventWhoseStatementTakesTooLongFailsAloneAndIngestGoesOn() throws Exception {
    try (Desk desk = new Desk(Databases.POSTGRES)) {
      try (var connection = desk.source().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(
            """
            create function slow() returns trigger language plpgsql as $$
            begin
              if new.source_id = '13' then
                raise exception 'canceling statement due to statement timeout'
                  using errcode = '57014';
              end if;
              return new;
            end $$
            """);
        statement.execute(
            "create trigger slow before insert on record for each row execute function slow()");
      }

      List<CompletionStage<EventOutcome>> stages = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        var event = desk.event(order(String.valueOf(i)).status("Open").build());
        stages.add(desk.causerie.ingest().accept("orders", Ingest.keyOf(event), event));
      }
      List<EventOutcome> outcomes = stages.stream().map(Desk::await).toList();

      assertThat(outcomes).filteredOn(o -> o.fate() == Fate.POSTED).hasSize(39);
      assertThat(outcomes.get(13).fate()).isEqualTo(Fate.FAILED);
      assertThat(outcomes.get(13).reason()).asString().contains("the statement took too long");
    }
  }
}
