package io.causerie.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.ConnectorRules;
import io.causerie.engine.connector.Watching;
import io.causerie.model.MappingOutcome;
import io.causerie.model.phrase.Phrase;
import io.causerie.runtime.Installed;
import io.causerie.runtime.PollSettings;
import io.causerie.spi.Capability;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.SourceSystem;
import io.causerie.spi.SystemContext;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SourcesTest {
  private static final Phrase IGNORED = Phrase.quoted("ignored");
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
      return new Connector() {
        @Override
        public Intake intake() {
          return new Intake.Routed(List.of("route"));
        }

        @Override
        public void close() {
          log.add(context.connector() + " ends");
        }
      };
    }
  }

  private static ConnectorContext context(String name, String key) {
    return new ConnectorContext("erp", name, Clock.systemUTC(), Map.of("key", List.of(key)));
  }

  /** Of the system of a name, and what all its connectors say. */
  private Sources.Shared shared(String says) {
    return new Sources.Shared(kind, context("none", says), null);
  }

  private static ConnectorConfig connector(Sources.Shared shared, String name) {
    return connector(shared, name, "a key", "record: { type: Order, id: .id }");
  }

  private static ConnectorConfig connector(
      Sources.Shared shared, String name, String key, String mapping) {
    return new ConnectorConfig(
        new ConnectorRules(name, "erp", null, null, event -> new MappingOutcome.Ignored(IGNORED)),
        shared.kind(),
        new Configuration.OfKind("telling", Set.of(Capability.ROUTE)),
        shared,
        context(name, key),
        PollSettings.DEFAULT,
        Watching.HABIT,
        Mask.NOTHING,
        List.of(new Configuration.MappingText("order.yaml", mapping, 1, ZoneOffset.UTC)));
  }

  private void inForce(ConnectorConfig... all) {
    sources.next(List.of(all)).take();
    log.add("in force");
  }

  @Test
  void systemIsMadeOnceForItsConnectorsAndEndsOnce() {
    inForce(connector(shared("a"), "orders"), connector(shared("a"), "invoices"));
    sources.close();

    assertThat(log)
        .containsExactly(
            "system erp", "connector orders", "connector invoices", "in force", "system ends");
  }

  @Test
  void whoStandsAloneHasASystemOfItsOwn() {
    Sources.Shared own = shared("a");
    inForce(
        connector(own, "orders"),
        connector(new Sources.Shared(kind, own.context(), "one"), "one"),
        connector(new Sources.Shared(kind, own.context(), "two"), "two"));
    sources.close();

    assertThat(log).filteredOn("system ends"::equals).hasSize(3);
  }

  @Test
  void whatIsConfiguredAsBeforeStaysTheSame() {
    inForce(connector(shared("a"), "orders"), connector(shared("a"), "invoices"));
    List<Installed> before =
        sources
            .next(List.of(connector(shared("a"), "orders"), connector(shared("a"), "invoices")))
            .installed();
    log.clear();

    Sources.Next next =
        sources.next(
            List.of(
                connector(shared("a"), "orders"),
                connector(shared("a"), "invoices", "another key", "record: { type: Order }")));

    assertThat(next.installed().get(0)).isSameAs(before.get(0));
    assertThat(next.installed().get(1)).isNotSameAs(before.get(1));
    assertThat(log).as("nothing ends before it is in force").containsExactly("connector invoices");
    next.take();
    assertThat(log).containsExactly("connector invoices", "invoices ends");
  }

  @Test
  void mappingThatSaysSomethingElseIsAnotherConnector() {
    inForce(connector(shared("a"), "orders"));
    log.clear();

    inForce(connector(shared("a"), "orders", "a key", "record: { type: Order, id: .number }"));

    assertThat(log).containsExactly("connector orders", "orders ends", "in force");
  }

  @Test
  void systemThatSaysSomethingElseIsMadeAnewAndTheOldOneEndsAfterItsLastConnector() {
    inForce(
        connector(shared("a"), "orders"),
        connector(new Sources.Shared(kind, context("none", "a"), "alone"), "alone"));
    log.clear();

    inForce(
        connector(shared("b"), "orders", "b", "record: { type: Order, id: .id }"),
        connector(new Sources.Shared(kind, context("none", "a"), "alone"), "alone"));

    assertThat(log)
        .containsExactly(
            "system erp", "connector orders", "orders ends", "system ends", "in force");
  }

  @Test
  void whatDoesNotComeIntoForceEndsAndTheRestGoesOn() {
    inForce(connector(shared("a"), "orders"));
    log.clear();

    sources.next(List.of(connector(shared("b"), "orders", "b", "-"))).drop();

    assertThat(log).containsExactly("system erp", "connector orders", "orders ends", "system ends");
    log.clear();
    inForce();
    assertThat(log).containsExactly("orders ends", "system ends", "in force");
  }

  @Test
  void nothingStaysOpenOfWhatCannotBeMadeWhole() {
    List<ConnectorConfig> all =
        List.of(connector(shared("a"), "orders"), connector(shared("a"), "broken"));

    assertThatThrownBy(() -> sources.next(all)).isInstanceOf(NoClassDefFoundError.class);

    assertThat(log)
        .containsExactly(
            "system erp", "connector orders", "connector broken", "orders ends", "system ends");
  }

  @Test
  void connectorWithoutItsSystemIsAMistakeOfWhoMakesIt() {
    assertThatThrownBy(() -> kind.connector(context("orders", "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was not made");
  }
}
