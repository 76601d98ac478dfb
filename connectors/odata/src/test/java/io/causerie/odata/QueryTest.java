package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.Poller;
import io.causerie.testkit.SettableClock;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service in the form of S/4HANA is asked. */
class QueryTest {
  private static final String ORDER =
      "{\"d\":{\"results\":[{\"__metadata\":{\"etag\":\"W/\\\"datetimeoffset'2026-11-20T09%3A15%3A30.1234567Z'\\\"\"},"
          + "\"SalesOrder\":\"4711\",\"LastChangeDateTime\":\"/Date(1795166130123+0000)/\"}],"
          + "\"__next\":\"https://s4.example.com/A_SalesOrder?$skiptoken=trap\"}}";

  private final WireMockServer s4 =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeEach
  void start() {
    s4.start();
    s4.stubFor(any(anyUrl()).willReturn(okJson("{\"d\":{\"results\":[]}}")));
    s4.stubFor(
        get(urlPathEqualTo("/s4/$metadata"))
            .willReturn(
                okForContentType(
                    "application/xml", ODataContractTest.resource("s4hana/metadata.xml"))));
  }

  @AfterEach
  void stop() {
    s4.stop();
  }

  private List<String> asked() {
    return s4.getAllServeEvents().stream()
        .map(e -> URLDecoder.decode(e.getRequest().getUrl(), StandardCharsets.UTF_8))
        .filter(url -> !url.contains("$metadata"))
        .toList();
  }

  @Test
  void nextPageIsAskedForByTheLastRowWithAllTheDigitsOfItsTime() throws Exception {
    s4.stubFor(
        get(urlPathEqualTo("/s4/A_SalesOrder"))
            .withQueryParam("$filter", containing(" ge "))
            .willReturn(okJson(ORDER)));
    try (ODataConnector connector =
        Connectors.to(
            s4.baseUrl() + "/s4",
            clock,
            "version",
            "v2",
            "entitySet",
            "A_SalesOrder",
            "changedOn",
            "LastChangeDateTime",
            "sapClient",
            "100",
            "filter",
            "SoldToParty eq '1'")) {
      Poller poller = connector.intake().polled().orElseThrow();
      poller.read(poller.read(poller.beginning(), null, 1).next(), null, 1);
    }

    assertThat(asked())
        .containsExactly(
            "/s4/A_SalesOrder?sap-client=100&$format=json&$filter=(SoldToParty eq '1') and"
                + " ((LastChangeDateTime gt datetimeoffset'2026-11-20T09:15:30.1234567Z') or"
                + " (LastChangeDateTime eq datetimeoffset'2026-11-20T09:15:30.1234567Z' and"
                + " (SalesOrder gt '4711')))&$orderby=LastChangeDateTime,SalesOrder&$top=1",
            "/s4/A_SalesOrder?sap-client=100&$format=json&$filter=(SoldToParty eq '1') and"
                + " LastChangeDateTime ge datetimeoffset'1753-01-01T00:00:00Z'"
                + "&$orderby=LastChangeDateTime,SalesOrder&$top=1");
  }

  @Test
  void timeThatIsADayIsReadAgainFromTheDayBefore() throws Exception {
    try (ODataConnector connector =
        Connectors.to(
            s4.baseUrl() + "/s4",
            clock,
            "version",
            "v2",
            "entitySet",
            "A_OutbDeliveryHeader",
            "changedOn",
            "LastChangeDate")) {
      Poller poller = connector.intake().polled().orElseThrow();
      String cursor = poller.start(Instant.parse("2026-11-23T00:00:00Z"));

      assertThat(poller.read(cursor, null, 10).next()).isEqualTo(cursor);
    }
    assertThat(asked())
        .singleElement()
        .asString()
        .contains("$filter=LastChangeDate ge datetime'2026-11-22T00:00:00'&");
  }

  @Test
  void whatCannotBeFilteredOrSortedIsTold() {
    try (ODataConnector connector =
        Connectors.to(
            s4.baseUrl() + "/s4",
            clock,
            "version",
            "v2",
            "entitySet",
            "A_SalesOrder",
            "changedOn",
            "LastChangeDate",
            "key",
            "TotalNetAmount",
            "expand",
            "to_Items")) {
      assertThatThrownBy(connector::check)
          .hasMessage(
              "`A_SalesOrder` cannot be sorted by `LastChangeDate`; `A_SalesOrder` cannot be"
                  + " filtered by `TotalNetAmount`; `to_Items` is not a navigation property of"
                  + " `A_SalesOrder`; did you mean `to_Item`?");
    }
  }

  @Test
  void misspeltPropertyIsTold() {
    try (ODataConnector connector =
        Connectors.to(
            s4.baseUrl() + "/s4",
            clock,
            "version",
            "v2",
            "entitySet",
            "A_BillingDocument",
            "changedOn",
            "LastChangeDate")) {
      assertThatThrownBy(connector::check)
          .hasMessage(
              "`LastChangeDate` is not a property of `A_BillingDocument`; did you mean"
                  + " `LastChangeDateTime`?");
    }
  }
}
