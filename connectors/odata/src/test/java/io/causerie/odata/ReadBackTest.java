package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.ReadBack;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.SettableClock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading back from services that are particular about batches. */
class ReadBackTest {
  private static final List<String> KEYS = List.of("4711", "4712", "12345678901");

  private final WireMockServer s4 =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeEach
  void start() {
    s4.start();
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

  private ODataConnector connector() throws Exception {
    return Connectors.to(
        s4.baseUrl() + "/s4",
        clock,
        "version",
        "v2",
        "entitySet",
        "A_SalesOrder",
        "changedOn",
        "LastChangeDateTime");
  }

  private List<String> read() throws Exception {
    try (ODataConnector connector = connector()) {
      return connector.readBack().orElseThrow().read(KEYS).stream().map(SourceRow::key).toList();
    }
  }

  private static String order(String key) {
    return "{\"d\":{\"SalesOrder\":\"" + key + "\",\"SoldToParty\":\"1\"}}";
  }

  @Test
  void tokenAgainstForgeryIsFetchedWhereTheServiceWantsOne() throws Exception {
    String part =
        "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 %s\r\nContent-Type: application/json\r\n\r\n%s\r\n";
    String answer =
        part.formatted("200 OK", order("4711"))
            + part.formatted("404 Not Found", "{}")
            + part.formatted("400 Bad Request", "{}")
            + "--b--\r\n";
    s4.stubFor(
        post(urlPathEqualTo("/s4/$batch"))
            .withHeader("X-CSRF-Token", absent())
            .willReturn(aResponse().withStatus(403).withHeader("X-CSRF-Token", "Required")));
    s4.stubFor(
        get(urlPathEqualTo("/s4/"))
            .withHeader("X-CSRF-Token", equalTo("Fetch"))
            .willReturn(
                okJson("{}")
                    .withHeader("X-CSRF-Token", "token-1")
                    .withHeader("Set-Cookie", "SAP_SESSIONID=1; Path=/")));
    s4.stubFor(
        post(urlPathEqualTo("/s4/$batch"))
            .withHeader("X-CSRF-Token", equalTo("token-1"))
            .withCookie("SAP_SESSIONID", equalTo("1"))
            .willReturn(okForContentType("multipart/mixed; boundary=b", answer)));

    assertThat(read()).containsExactly("4711");
    s4.verify(2, postRequestedFor(urlPathEqualTo("/s4/$batch")));
  }

  @Test
  void serviceWithoutBatchesIsReadOneByOne() throws Exception {
    s4.stubFor(post(urlPathEqualTo("/s4/$batch")).willReturn(aResponse().withStatus(501)));
    for (String key : List.of("4711", "4712")) {
      s4.stubFor(
          get(urlPathEqualTo("/s4/A_SalesOrder('" + key + "')")).willReturn(okJson(order(key))));
    }

    assertThat(read()).containsExactly("4711", "4712");
  }

  /** As a proxy may answer once: the next is a batch again. */
  @Test
  void oneOddAnswerDoesNotEndBatches() throws Exception {
    s4.stubFor(post(urlPathEqualTo("/s4/$batch")).willReturn(aResponse().withStatus(400)));
    for (String key : List.of("4711", "4712")) {
      s4.stubFor(
          get(urlPathEqualTo("/s4/A_SalesOrder('" + key + "')")).willReturn(okJson(order(key))));
    }
    try (ODataConnector connector = connector()) {
      ReadBack readBack = connector.readBack().orElseThrow();
      for (int i = 0; i < 5; i++) {
        assertThat(readBack.read(KEYS)).hasSize(2);
      }
    }

    s4.verify(3, postRequestedFor(urlPathEqualTo("/s4/$batch")));
  }
}
