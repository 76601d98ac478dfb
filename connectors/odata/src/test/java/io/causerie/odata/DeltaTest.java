package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceRow;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delta links, in the form of OData 4.0 and of 4.01. */
class DeltaTest {
  private static final String METADATA =
      """
      <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
        <edmx:DataServices><Schema Namespace="Desk" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="Base" Abstract="true">
            <Key><PropertyRef Name="Id"/></Key><Property Name="Id" Type="Edm.String"/>
          </EntityType>
          <EntityType Name="Order" BaseType="Desk.Base"><Property Name="Status" Type="Edm.String"/></EntityType>
          <EntityContainer Name="C">
            <EntitySet Name="Orders" EntityType="Desk.Order"/><EntitySet Name="Fixed" EntityType="Desk.Order"/>
          </EntityContainer>
          <Annotations Target="Desk.C/Fixed">
            <Annotation Term="Org.OData.Capabilities.V1.ChangeTracking">
              <Record><PropertyValue Property="Supported" Bool="false"/></Record>
            </Annotation>
          </Annotations>
        </Schema></edmx:DataServices>
      </edmx:Edmx>
      """;

  private final WireMockServer desk =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeEach
  void start() {
    desk.start();
    desk.stubFor(
        get(urlPathEqualTo("/desk/$metadata"))
            .willReturn(okForContentType("application/xml", METADATA)));
    desk.stubFor(
        get(urlEqualTo("/desk/Orders"))
            .withHeader("Prefer", containing("odata.track-changes"))
            .willReturn(
                okJson(
                    """
                    {"value":[{"@odata.etag":"W/\\"1\\"","Id":"A","Status":"open"}],
                     "@odata.nextLink":"Orders?$skiptoken=1"}""")));
    desk.stubFor(
        get(urlEqualTo("/desk/Orders?$skiptoken=1"))
            .willReturn(
                okJson(
                    """
                    {"value":[{"Id":"B","Status":"open"}],
                     "@odata.deltaLink":"%s/desk/Orders?$deltatoken=1"}"""
                        .formatted(desk.baseUrl()))));
  }

  @AfterEach
  void stop() {
    desk.stop();
  }

  private ODataConnector connector(String set) {
    return Connectors.to(desk.baseUrl() + "/desk", clock, "entitySet", set, "delta", "true");
  }

  private void changes(String body) {
    desk.stubFor(get(urlEqualTo("/desk/Orders?$deltatoken=1")).willReturn(okJson(body)));
  }

  private static String data(SourceRow row) {
    return new String(row.event().data(), StandardCharsets.UTF_8);
  }

  @Test
  void everythingThenChangesAndDeletionsAreRead() throws Exception {
    changes(
        """
        {"value":[
          {"@odata.id":"Orders('A')","Status":"shipped"},
          {"@odata.context":"#Orders/$deletedEntity","id":"Orders('B''s')","reason":"deleted"},
          {"@odata.context":"#Orders/$link","source":"Orders('A')","relationship":"r","target":"x"},
          {"@removed":{"reason":"deleted"},"@id":"Orders('C')"},
          {"@removed":{"reason":"changed"},"@id":"Orders('D')"}],
         "@odata.deltaLink":"Orders?$deltatoken=2"}""");
    try (ODataConnector connector = connector("Orders")) {
      Poller poller = connector.intake().polled().orElseThrow();

      Poller.Page first = poller.read(poller.beginning(), null, 10);
      Poller.Page second = poller.read(first.next(), null, 10);
      Poller.Page third = poller.read(second.next(), null, 10);

      assertThat(first.rows()).extracting(SourceRow::key).containsExactly("A");
      assertThat(first.rows().get(0).version()).isEqualTo("W/\"1\"");
      assertThat(first.more()).isTrue();
      assertThat(second.rows()).extracting(SourceRow::key).containsExactly("B");
      assertThat(second.more()).isFalse();
      assertThat(third.rows()).extracting(SourceRow::key).containsExactly("A", "B's", "C");
      assertThat(third.rows())
          .extracting(r -> r.event().type())
          .containsExactly("Orders", "Orders.deleted", "Orders.deleted");
      assertThat(third.rows()).extracting(SourceRow::isGone).containsExactly(false, true, true);
      assertThat(data(third.rows().get(0))).contains("\"Status\":\"shipped\"", "\"Id\":\"A\"");
      assertThat(data(third.rows().get(1))).isEqualTo("{\"Id\":\"B's\"}");
    }
  }

  @Test
  void forgottenLinkBeginsAnew() throws Exception {
    desk.stubFor(
        get(urlEqualTo("/desk/Orders?$deltatoken=1")).willReturn(aResponse().withStatus(410)));
    try (ODataConnector connector = connector("Orders")) {
      Poller poller = connector.intake().polled().orElseThrow();
      String old = poller.start(null);

      Poller.Page page = poller.read(old, null, 10);

      assertThat(page.rows()).isEmpty();
      assertThat(page.more()).isTrue();
      assertThat(page.next()).isEqualTo(poller.beginning());
    }
  }

  @Test
  void linkToAnotherHostIsNotFollowed() throws Exception {
    changes("{\"value\":[],\"@odata.deltaLink\":\"https://evil.example.com/?t=2\"}");
    try (ODataConnector connector = connector("Orders")) {
      Poller poller = connector.intake().polled().orElseThrow();
      String elsewhere = poller.read(poller.start(null), null, 10).next();

      assertThatThrownBy(() -> poller.read(elsewhere, null, 10))
          .hasMessage("localhost answered with a link to another host");
    }
  }

  @Test
  void serviceWithoutDeltaLinksIsTold() {
    desk.stubFor(
        get(urlPathEqualTo("/desk/Fixed"))
            .withHeader("Accept", equalTo("application/json"))
            .willReturn(okJson("{\"value\":[]}")));
    try (ODataConnector connector = connector("Fixed")) {
      Poller poller = connector.intake().polled().orElseThrow();

      assertThatThrownBy(() -> poller.read(poller.beginning(), null, 10))
          .hasMessageContaining("offers no delta link");
      assertThatThrownBy(connector::check)
          .hasMessage("`Fixed` tracks no changes, so `delta` cannot be");
    }
  }
}
