package io.causerie.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.causerie.model.MappingOutcome;
import io.causerie.model.SourceEvent;
import io.causerie.model.mapping.HintMapping;
import io.causerie.runtime.Installed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kind and configuration stand once, at the system. */
class SystemConfigTest {
  private static final String ERP =
      """
      system: erp
      audience: everyone
      kind: odata
      config:
        url: https://erp.example.com/odata
        auth: { basic: { username: ADA, password: "${env:PASSWORD}" } }
      connectors:
        orders:
          config: { service: ORDERS, entitySet: Orders, changedOn: At }
          mapping: order.yaml
        deliveries:
          config: { service: DELIVERIES, entitySet: Deliveries, changedOn: At }
          mapping: order.yaml
      """;

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("systems"));
    Files.writeString(folder.resolve("causerie.yaml"), "server: {}\n");
    Files.writeString(folder.resolve("order.yaml"), "record: { type: Order, id: .id }\n");
  }

  private Configuration load(String system) throws Exception {
    Files.writeString(folder.resolve("systems/erp.yaml"), system);
    return ConfigurationLoader.load(
        folder, Clock.systemUTC(), Map.of("PASSWORD", "canary-of-the-password")::get);
  }

  private List<String> problems(String system) {
    ConfigurationException refused =
        catchThrowableOfType(ConfigurationException.class, () -> load(system));
    assertThat(refused).as(system).isNotNull();
    return String.valueOf(refused.getMessage()).lines().skip(1).map(String::strip).toList();
  }

  @Test
  void connectorsHaveTheirOwnKeysOnly() throws Exception {
    Configuration erp = load(ERP);

    try (Sources sources = new Sources()) {
      Sources.Next made = sources.next(erp.connectors().values());
      made.take();
      assertThat(made.installed())
          .extracting(Installed::name)
          .containsExactly("orders", "deliveries");
      assertThat(made.installed())
          .extracting(one -> one.connector().toString())
          .containsExactly(
              "ODataConnector[erp.example.com/odata/ORDERS/Orders]",
              "ODataConnector[erp.example.com/odata/DELIVERIES/Deliveries]");
    }
  }

  @Test
  void keyOfTheSystemIsNotRepeated() {
    assertThat(
            problems(
                ERP.replace(
                    "{ service: ORDERS,", "{ url: https://other.example.com/, service: ORDERS,")))
        .singleElement()
        .asString()
        .contains("erp.yaml:9:20: connectors.orders.config.url: `url` is a key of the system")
        .contains("beside the system's `kind`");
    assertThat(
            problems(
                ERP.replace(
                    "{ service: DELIVERIES,", "{ auth: { apiKey: { key: x } }, service: D,")))
        .singleElement()
        .asString()
        .contains(
            "connectors.deliveries.config.auth.apiKey.key: `auth.apiKey.key` is a key of the system");
  }

  @Test
  void keyOfAConnectorDoesNotStandAtTheSystem() {
    assertThat(problems(ERP.replace("  auth:", "  entitySet: Orders\n  auth:")))
        .singleElement()
        .asString()
        .contains("config.entitySet: `entitySet` is a key of each connector");
  }

  @Test
  void whatIsWrongOfTheSystemIsToldOnceAtItsPlace() {
    assertThat(problems(ERP.replace("https://erp", "http://erp")))
        .singleElement()
        .asString()
        .contains("erp.yaml:5:3: config: url: expected https");
    assertThat(problems(ERP.replace("  url: https://erp.example.com/odata\n", "")))
        .singleElement()
        .asString()
        .contains("config: the key 'url' is missing");
    assertThat(problems(ERP.replace("kind: odata", "kind: odatta")))
        .singleElement()
        .asString()
        .contains("kind: there is no kind 'odatta' (did you mean 'odata'?)");
  }

  @Test
  void formerFormIsToldHowItIsWrittenNow() {
    List<String> problems =
        problems(
            """
            system: erp
            audience: everyone
            connectors:
              orders:
                kind: odata
                config:
                  url: https://erp.example.com/odata
                  entitySet: Orders
                  changedOn: At
                mapping: order.yaml
            """);

    assertThat(problems)
        .singleElement()
        .asString()
        .contains("write `kind: odata` here, above `connectors`, and no longer in each connector")
        .contains("once for all of them, `config` with `url`, `sapClient`, `auth`, `timeout`");
  }

  @Test
  void kindOfTheSystemIsNotRepeated() {
    assertThat(problems(ERP.replace("  orders:\n", "  orders:\n    kind: odata\n")))
        .singleElement()
        .asString()
        .contains("connectors.orders.kind: the system is of this kind already");
  }

  @Test
  void connectorOfAnotherKindHasAllItsKeysItself() throws Exception {
    String events =
        """
          events:
            kind: cloudevents
            config: { auth: { bearer: { tokens: [a-token-of-sixteen-letters] } } }
            hint: { connector: orders, key: .id }
          archive:
            kind: sql
            config: { url: "jdbc:h2:mem:archive", query: "select 1 as id, 2 as at", key: id, changedOn: at }
            mapping: order.yaml
        """;

    assertThat(load(ERP + events).connectors().keySet())
        .containsExactly("orders", "deliveries", "events", "archive");
    assertThat(problems(ERP + events.replace("url: \"jdbc:h2:mem:archive\", ", "")))
        .singleElement()
        .asString()
        .contains("connectors.archive.config: the key 'url' is missing");
  }

  private static final String S4 =
      """
      system: erp
      audience: everyone
      kind: sap
      config:
        url: https://s4.example.com/sap/opu/odata/sap
        sapClient: "100"
      connectors:
        events:
          kind: cloudevents
          config: { auth: { bearer: { tokens: [a-token-of-sixteen-letters] } } }
          hint: [{ connector: orders }, { connector: bills, key: .Bill, on: billed }]
        orders:
          config: { object: sales-order }
          mapping: order.yaml
        bills:
          kind: odata
          config: { service: BILLS, entitySet: Bills, changedOn: At }
          mapping: order.yaml
      """;

  @Test
  void systemIsSharedWithAnotherKindThatFitsIt() throws Exception {
    Configuration erp = load(S4);

    assertThat(erp.connectors().keySet()).containsExactly("events", "orders", "bills");
    try (Sources sources = new Sources()) {
      Sources.Next made = sources.next(erp.connectors().values());
      made.take();
      assertThat(made.installed())
          .extracting(one -> one.connector().toString())
          .contains(
              "ODataConnector[s4.example.com/sap/opu/odata/sap/API_SALES_ORDER_SRV/A_SalesOrder]",
              "ODataConnector[s4.example.com/sap/opu/odata/sap/BILLS/Bills]");
    }
    assertThat(
            problems(S4.replace("{ service: BILLS,", "{ url: https://x.example.com, service: B,")))
        .singleElement()
        .asString()
        .contains("connectors.bills.config.url: `url` is a key of the system");
  }

  @Test
  void hintSaysNoMoreThanWhoReadsWhereThatKindKnowsTheRest() throws Exception {
    HintMapping hint =
        (HintMapping) Objects.requireNonNull(load(S4).connectors().get("events")).rules().mapper();

    assertThat(hint.map(event("sap.s4.beh.salesorder.v1.SalesOrder.Changed.v1")))
        .isEqualTo(new MappingOutcome.Hinted("orders", "1"));
    assertThat(hint.map(event("billed"))).isEqualTo(new MappingOutcome.Hinted("bills", "2"));
    assertThat(hint.map(event("sap.s4.beh.salesarea.v1.SalesArea.Changed.v1")))
        .isInstanceOf(MappingOutcome.Ignored.class);
    assertThat(problems(S4.replace(", key: .Bill,", ",")))
        .singleElement()
        .asString()
        .contains("hint[1]: give `key`");
  }

  @Test
  void nothingIsWrittenIntoASystemWithoutAConnectorOfItsKind() {
    String webhook =
        """
          push:
            kind: webhook
            config: { verify: none }
            mapping: order.yaml
        """;
    String without =
        ERP.substring(0, ERP.indexOf("  orders:"))
            + webhook.indent(2).replaceAll("(?m)^    ", "  ");

    assertThat(problems(without + "writeBack: internal\n"))
        .anyMatch(problem -> problem.contains(": connectors: none is of the system's kind"));
  }

  private static SourceEvent event(String type) {
    return new SourceEvent(
        "/s4",
        type,
        "1",
        null,
        null,
        null,
        Map.of(),
        "{\"SalesOrder\":\"1\",\"Bill\":\"2\"}".getBytes(StandardCharsets.UTF_8));
  }
}
