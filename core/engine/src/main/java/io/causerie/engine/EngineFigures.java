package io.causerie.engine;

import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalReaders;
import io.causerie.engine.worker.Worker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** What operators watch of the engine's own threads. */
final class EngineFigures {
  private EngineFigures() {}

  static void register(
      MeterRegistry meters, Journal journal, JournalReaders readers, List<Worker> workers) {
    Gauge.builder(
            "causerie.journal.unnumbered.age.seconds",
            journal,
            l -> measured(() -> l.oldestUnnumbered().toMillis() / 1000.0))
        .description("how long the oldest change has waited for its position in the journal")
        .register(meters);
    Gauge.builder(
            "causerie.journal.slowest.lag.seconds",
            readers,
            r -> measured(() -> r.lag().toMillis() / 1000.0))
        .description("how old the oldest line is that a registered reader has not read")
        .register(meters);
    for (Worker worker : workers) {
      Gauge.builder("causerie.worker.alive", worker, w -> w.isAlive() ? 1 : 0)
          .tag("worker", worker.name())
          .description("1 while a worker of the engine lives")
          .register(meters);
    }
  }

  /** A figure that needs the database is not a number while that is away. */
  private static double measured(Supplier<? extends Number> figure) {
    try {
      return figure.get().doubleValue();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }
}
