package io.causerie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.delivery.FakeChannel;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.SettableClock;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A gauge whose object nobody else holds is no number once memory has been cleared. */
class GaugesTest {
  @Test
  void gaugesAreNumbersAsLongAsTheEngineLives() {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    try (TestDatabase database = Desk.tables(Databases.H2);
        Causerie causerie =
            Causerie.builder()
                .dataSource(database.source())
                .readers(database.reads())
                .clock(new SettableClock(Desk.MONDAY))
                .channels(List.of(new FakeChannel("mail", 4, false)))
                .meters(meters)
                .build()) {
      clearMemory();

      assertThat(meters.getMeters()).hasSizeGreaterThan(5);
      meters.getMeters().stream()
          .filter(Gauge.class::isInstance)
          .map(Gauge.class::cast)
          .forEach(gauge -> assertThat(gauge.value()).as("%s", gauge.getId()).isNotNaN());
      assertThat(causerie.dead()).isEmpty();
    }
  }

  private static void clearMemory() {
    WeakReference<Object> nobodys = new WeakReference<>(new Object());
    Eventually.until(
        "memory is cleared",
        () -> {
          System.gc();
          return nobodys.get() == null;
        });
  }
}
