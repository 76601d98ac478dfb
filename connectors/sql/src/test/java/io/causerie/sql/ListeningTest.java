package io.causerie.sql;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListeningTest {
  @Test
  @SuppressWarnings("try")
  void notificationWakesAndALostConnectionIsMadeAgain() throws Exception {
    try (Source source = Source.ofOrders(Databases.POSTGRES).with(SqlKind.LISTEN, "Orders")) {
      AtomicInteger woken = new AtomicInteger();

      try (AutoCloseable listening = source.poller().listen(woken::incrementAndGet)) {
        Eventually.until("it listens", () -> woken.get() == 1);
        source.sql("notify \"Orders\"");
        Eventually.until("the notification wakes", () -> woken.get() == 2);
        source.sql(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'causerie orders'");
        Eventually.until("it listens again, and wakes for what it missed", () -> woken.get() == 3);
        source.sql("notify \"Orders\"");
        Eventually.until("the next notification wakes", () -> woken.get() == 4);
      }

      Eventually.until(
          "its thread has ended",
          () ->
              Thread.getAllStackTraces().keySet().stream()
                  .noneMatch(t -> t.getName().equals("causerie-sql-listen-orders")));
    }
  }
}
