package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.engine.connector.Duty;
import io.causerie.engine.connector.DutyKind;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a connector had in one row goes on as its duties. */
class DutyUpgradeTest {
  private static final Instant THEN = Instant.parse("2026-11-23T07:00:00Z");

  @ParameterizedTest
  @EnumSource(Databases.class)
  void whatAConnectorWasDoingGoesOn(Databases databases) throws Exception {
    try (TestDatabase database = databases.fresh()) {
      UpgradeTest.tablesBefore("0.1-duties", database);
      Database.over(database.source())
          .writing(
              h -> {
                h.execute(
                    """
                    insert into connector_state (name, epoch, cursor, began, read_up_to, behind,
                      run_asked, last_run, last_success, next_run, failures, fault, error, remedy,
                      failed_at, history_cursor, history_until, history_rows, history_total,
                      history_started, census_run, census_started, census_done, census_stopped,
                      census_rows, census_gone, census_failed_at, census_fault, census_error,
                      census_remedy, paused, paused_by)
                    values ('orders', 7, 'c9', ?, ?, 3, true, ?, ?, ?, 2, 'temporary', 'no answer',
                      'Wait.', ?, 'h4', 'c1', 400, 1000, ?, 5, ?, ?, ?, 20, 11, ?, 'bad_answer',
                      'too many', 'Look.', ?, 'ada')
                    """,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN,
                    THEN);
                h.execute(
                    """
                    insert into connector_state (name, epoch, run_asked, failures)
                    values ('pushed', 0, false, 0)
                    """);
              });

      try (var causerie =
          Desk.open(
              database.source(), database.reads(), new SettableClock(Desk.MONDAY), Desk.CEILING)) {
        ConnectorState state = causerie.connectors().find("orders").orElseThrow();
        Duty poll = state.poll();
        assertThat(poll.progress().cursor()).isEqualTo("c9");
        assertThat(poll.progress().behind()).isEqualTo(3);
        assertThat(poll.runs().failures()).isEqualTo(2);
        assertThat(Objects.requireNonNull(poll.runs().failure()).message())
            .asString()
            .isEqualTo("no answer");
        assertThat(poll.asked()).isEqualTo(THEN);
        ConnectorState.History history = Objects.requireNonNull(state.history());
        assertThat(history.running()).isTrue();
        assertThat(history.cursor()).isEqualTo("h4");
        assertThat(history.rows()).isEqualTo(400);
        assertThat(state.duty(DutyKind.BACKFILL).runs().next()).isEqualTo(THEN);
        ConnectorState.CensusReport census = Objects.requireNonNull(state.census());
        assertThat(census.stopped()).isEqualTo(THEN);
        assertThat(census.gone()).isEqualTo(11);
        assertThat(Objects.requireNonNull(census.failure()).remedy()).asString().isEqualTo("Look.");
        assertThat(Objects.requireNonNull(state.paused()).by()).isEqualTo("ada");
        assertThat(causerie.connectors().claim("orders", "here", Duration.ofSeconds(8)))
            .hasValueSatisfying(
                lease -> {
                  assertThat(lease.epoch()).isEqualTo(8);
                  causerie.connectors().duties().advance(lease, DutyKind.POLL, "c10", null);
                });
        assertThat(causerie.connectors().find("pushed").orElseThrow().census()).isNull();
      }
    }
  }
}
