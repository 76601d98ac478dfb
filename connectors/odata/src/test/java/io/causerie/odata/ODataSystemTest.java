package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.http.HttpClients;
import io.causerie.http.odata.ODataSystem;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Poller;
import io.causerie.testkit.SettableClock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders, deliveries and billing documents of one S/4HANA. */
class ODataSystemTest {
  private static final WireMockServer S4 =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeAll
  static void start() {
    S4.start();
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(okJson("{\"access_token\":\"t\",\"expires_in\":3600}")));
  }

  @AfterAll
  static void stop() {
    S4.stop();
  }

  private ConnectorContext context(String connector, String... pairs) {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(S4.baseUrl() + "/sap/opu/odata/sap"));
    values.put("sapClient", List.of("100"));
    values.put("auth.clientCredentials.tokenUrl", List.of(S4.baseUrl() + "/token"));
    values.put("auth.clientCredentials.clientId", List.of("causerie"));
    values.put("auth.clientCredentials.clientSecret", List.of("canary"));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], List.of(pairs[i + 1]));
    }
    return new ConnectorContext("s4", connector, clock, values);
  }

  private void read(ODataSystem system, String service, String set, String changedOn)
      throws Exception {
    S4.stubFor(
        get(urlPathEqualTo("/sap/opu/odata/sap/" + service + "/$metadata"))
            .willReturn(
                okForContentType(
                    "application/xml", ODataContractTest.resource("s4hana/metadata.xml"))));
    S4.stubFor(
        get(urlPathEqualTo("/sap/opu/odata/sap/" + service + "/" + set))
            .willReturn(okJson("{\"d\":{\"results\":[]}}")));
    ConnectorContext context =
        context(set, "service", service, "version", "v2", "entitySet", set, "changedOn", changedOn);
    try (Connector connector = new ODataKind().connector(context.in(system))) {
      Poller poller = connector.intake().polled().orElseThrow();
      assertThat(poller.read(poller.beginning(), null, 10).rows()).isEmpty();
    }
    S4.verify(
        getRequestedFor(urlPathEqualTo("/sap/opu/odata/sap/" + service + "/" + set))
            .withQueryParam("sap-client", equalTo("100"))
            .withHeader("Authorization", equalTo("Bearer t")));
  }

  @Test
  void threeServicesShareAnAddressAndAToken() throws Exception {
    try (ODataSystem system = ODataSystem.of(context("none"), HttpClients.apart())) {
      read(system, "API_SALES_ORDER_SRV", "A_SalesOrder", "LastChangeDateTime");
      read(system, "API_OUTBOUND_DELIVERY_SRV;v=0002", "A_OutbDeliveryHeader", "LastChangeDate");
      read(system, "API_BILLING_DOCUMENT_SRV", "A_BillingDocument", "LastChangeDateTime");
    }

    S4.verify(1, postRequestedFor(urlPathEqualTo("/token")));
  }

  @Test
  void serviceIsAPathBelowTheAddress() throws Exception {
    try (ODataSystem system = ODataSystem.of(context("none"), HttpClients.apart())) {
      for (String wrong : List.of("/x", "x/", "../x y", "https://elsewhere.example.com/")) {
        ConnectorContext context =
            context("orders", "service", wrong, "entitySet", "Orders", "changedOn", "At");

        assertThatThrownBy(() -> new ODataKind().connector(context.in(system)))
            .as(wrong)
            .isInstanceOf(ConfigException.class)
            .hasMessageContaining("service");
      }
    }
  }
}
