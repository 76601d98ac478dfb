package io.causerie.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.causerie.engine.Desk;
import io.causerie.engine.audit.Deed;
import io.causerie.engine.connector.ConnectorState;
import io.causerie.testkit.db.Databases;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Databases.class)
class SettingsTest {
  @Parameter Databases databases = Databases.H2;
  private Desk desk;
  private Database database;

  @BeforeEach
  void open() {
    desk = new Desk(databases);
    database = Database.over(desk.source());
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static String setting(Handle h, String name) {
    return h.createQuery("select current_setting(:name)")
        .bind("name", name)
        .mapTo(String.class)
        .one();
  }

  @Test
  void sessionIsSetUpOnceForWhatItIsUsedFor() {
    List<String> names = List.of("statement_timeout", "lock_timeout", "plan_cache_mode");
    if (database.dialect() == Dialect.H2) {
      return;
    }
    for (String name : names) {
      String read = database.read(h -> setting(h, name));
      assertThat(read).as(name).isEqualTo(database.<String>write(h -> setting(h, name)));
    }
    assertThat(database.<String>read(h -> setting(h, "statement_timeout"))).isEqualTo("30s");
    assertThat(database.<String>read(h -> setting(h, "transaction_isolation")))
        .isEqualTo("repeatable read");
    assertThat(database.<String>write(h -> setting(h, "transaction_isolation")))
        .isEqualTo("read committed");
    assertThatThrownBy(() -> database.<Integer>read(h -> h.execute("delete from audit")))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void plansAreKeptOnceThereIsEnoughToMakeThemBy() {
    if (database.dialect() == Dialect.H2) {
      return;
    }
    assertThat(plans()).isEqualTo("force_custom_plan");
    database.writing(
        h -> h.execute("update pg_class set reltuples = 1000 where relname = 'activity'"));

    assertThat(plans()).isEqualTo("auto");
  }

  /** How a connection that is opened now plans. */
  private String plans() {
    ((HikariDataSource) desk.database().reads()).getHikariPoolMXBean().softEvictConnections();
    return database.read(h -> setting(h, "plan_cache_mode"));
  }

  @Test
  void readSeesOneMoment() {
    desk.causerie.connectors().register(List.of("orders"));
    long[] seen =
        database.read(
            h -> {
              long before = audits(h);
              pause("ada");
              return new long[] {before, audits(h)};
            });

    assertThat(seen[1]).isEqualTo(seen[0]);
    assertThat(lines()).isEqualTo(seen[0] + 1);
  }

  private static long audits(Handle h) {
    return h.createQuery("select count(*) from audit").mapTo(Long.class).one();
  }

  private long lines() {
    return database.read(SettingsTest::audits);
  }

  private void pause(String by) {
    desk.causerie
        .audit()
        .act(
            by,
            Deed.PAUSE,
            "orders",
            result -> null,
            () -> {
              desk.causerie.connectors().pause("orders", by, null);
              return true;
            });
  }

  @Test
  void actAndItsLineAreOneTransaction() {
    desk.causerie.connectors().register(List.of("orders"));
    pause("ada");
    assertThat(lines()).isEqualTo(1);

    // Too long for the line, so that the act must go with it.
    assertThatThrownBy(() -> pause("a".repeat(257))).isInstanceOf(RuntimeException.class);

    assertThat(lines()).isEqualTo(1);
    assertThat(desk.causerie.connectors().find("orders").orElseThrow().paused())
        .extracting(ConnectorState.Pause::by)
        .isEqualTo("ada");
    assertThatThrownBy(
            () ->
                desk.causerie
                    .audit()
                    .act(
                        "a".repeat(257),
                        Deed.RESUME,
                        "orders",
                        result -> null,
                        () -> {
                          desk.causerie.connectors().resume("orders");
                          return true;
                        }))
        .isInstanceOf(RuntimeException.class);
    assertThat(desk.causerie.connectors().find("orders").orElseThrow().paused())
        .as("the line could not be written, so nothing was done")
        .isNotNull();
    desk.causerie.connectors().resume("orders");
    assertThat(lines()).as("no line of an act before it").isEqualTo(1);
  }
}
