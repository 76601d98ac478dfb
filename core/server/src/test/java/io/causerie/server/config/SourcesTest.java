package io.causerie.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private final List<String> log = new ArrayList<>();
  private final Kind kind = new Kind();
  private final Sources sources = new Sources();

  /** Tells what is made and closed. */
  private final class Kind implements ConnectorKind {
    private final class Shared implements SourceSystem {
      @Override
      public void close() {
        log.add("system ends");
      }
    }

    @Override
    public String name() {
      return "telling";
    }

    @Override
    public List<ConfigKey> configKeys() {
      return List.of();
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of(Capability.ROUTE);
    }

    @Override
    public SourceSystem system(SystemContext context) {
      log.add("system " + context.system());
      return new Shared();
    }

    @Override
    public Connector connector(ConnectorContext context) {
      context.source(Shared.class);
      log.add("connector " + context.connector());
      if (context.connector().equals("broken")) {
        throw new NoClassDefFoundError("of a driver");
      }
      return () -> new Intake.Routed(List.of("route"));
    }
  }

  private static ConnectorContext context(String name) {
    return new ConnectorContext("erp", name, Clock.systemUTC(), Map.of());
  }

  private Sources.Shared shared() {
    return new Sources.Shared(kind, context("none"));
  }

  @Test
  void systemIsMadeOnceForItsConnectorsAndEndsOnce() {
    Sources.Shared erp = shared();
    sources.add(erp, context("orders"));
    sources.add(erp, context("invoices"));

    try (Sources.Open open = sources.open()) {
      assertThat(open.connectors()).containsOnlyKeys("orders", "invoices");
      log.add("used");
    }

    assertThat(log)
        .containsExactly(
            "system erp", "connector orders", "connector invoices", "used", "system ends");
  }

  @Test
  void eachOpeningAndWhoStandsAloneHasASystemOfItsOwn() {
    sources.add(shared(), context("orders"));
    sources.add(shared(), context("alone"));

    sources.open("orders").close();
    assertThat(log).containsExactly("system erp", "connector orders", "system ends");
    sources.open().close();
    assertThat(log).filteredOn("system ends"::equals).hasSize(3);
  }

  @Test
  void nothingStaysOpenOfWhatCannotBeMadeWhole() {
    Sources.Shared erp = shared();
    sources.add(erp, context("orders"));
    sources.add(erp, context("broken"));

    assertThatThrownBy(sources::open).isInstanceOf(NoClassDefFoundError.class);

    assertThat(log)
        .containsExactly("system erp", "connector orders", "connector broken", "system ends");
  }

  @Test
  void connectorWithoutItsSystemIsAMistakeOfWhoMakesIt() {
    assertThatThrownBy(() -> kind.connector(context("orders")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not made");
  }
}
