package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broken or unwilling service becomes for the operator. */
class FaultsTest {
  private static final String EMPTY = "{\"d\":{\"results\":[]}}";
  private static final String PASSWORD = "canary-of-the-password";
  private static final WireMockServer S4 =
      new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T08:00:00Z"));

  @BeforeAll
  static void start() {
    S4.start();
  }

  @AfterAll
  static void stop() {
    S4.stop();
  }

  @BeforeEach
  void reset() {
    S4.resetAll();
    S4.stubFor(
        get(urlPathEqualTo("/s4/$metadata"))
            .willReturn(
                okForContentType(
                    "application/xml", ODataContractTest.resource("s4hana/metadata.xml"))));
  }

  private ODataConnector connector(String... pairs) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                "version", "v2", "entitySet", "A_SalesOrder", "changedOn", "LastChangeDateTime"));
    all.addAll(List.of(pairs));
    return Connectors.to(S4.baseUrl() + "/s4", clock, all.toArray(String[]::new));
  }

  private ODataConnector withPassword() {
    return connector("auth.basic.username", "CAUSERIE", "auth.basic.password", PASSWORD);
  }

  private static Poller.Page read(ODataConnector connector) throws SourceException {
    Poller poller = connector.intake().polled().orElseThrow();
    return poller.read(poller.beginning(), null, 10);
  }

  private static void orders(ResponseDefinitionBuilder answer) {
    S4.stubFor(get(urlPathEqualTo("/s4/A_SalesOrder")).willReturn(answer));
  }

  private static ResponseDefinitionBuilder status(int status, String body) {
    return aResponse().withStatus(status).withBody(body);
  }

  private SourceException fault(ResponseDefinitionBuilder answer) {
    orders(answer);
    try (ODataConnector connector = withPassword()) {
      SourceException fault = catchThrowableOfType(SourceException.class, () -> read(connector));
      assertThat(fault.remedy()).asString().endsWith(".");
      assertThat(fault + fault.remedy().text()).doesNotContain(PASSWORD, "Q0FVU0VSSUU6");
      return fault;
    }
  }

  @Test
  void serverErrorPasses() {
    SourceException fault =
        fault(
            status(
                500,
                "{\"error\":{\"code\":\"SY/530\",\"message\":{\"lang\":\"en\",\"value\":\"Dump\"}}}"));

    assertThat(fault.fault()).isEqualTo(SourceException.Fault.TEMPORARY);
    assertThat(fault).hasMessage("localhost answered 500: Dump (SY/530)");
    assertThat(fault.retryAfter()).isEmpty();
  }

  @Test
  void tooManyRequestsSayHowLongToWait() {
    assertThat(fault(status(429, "").withHeader("Retry-After", "120")).retryAfter())
        .contains(Duration.ofMinutes(2));
    SourceException dated =
        fault(status(503, "").withHeader("Retry-After", "Mon, 23 Nov 2026 08:05:00 GMT"));
    assertThat(dated.retryAfter()).contains(Duration.ofMinutes(5));
    assertThat(dated.fault()).isEqualTo(SourceException.Fault.TEMPORARY);
    assertThat(fault(status(503, "").withHeader("Retry-After", "soon")).retryAfter()).isEmpty();
  }

  @Test
  void slowAnswerIsATimeOut() {
    orders(okJson(EMPTY).withFixedDelay(3000));
    try (ODataConnector connector = connector("timeout", "PT0.3S")) {
      SourceException fault = catchThrowableOfType(SourceException.class, () -> read(connector));

      assertThat(fault.fault()).isEqualTo(SourceException.Fault.TEMPORARY);
      assertThat(fault).hasMessage("localhost did not answer in time");
    }
  }

  @Test
  void brokenConnectionPasses() {
    for (Fault wire :
        List.of(
            Fault.CONNECTION_RESET_BY_PEER, Fault.EMPTY_RESPONSE, Fault.MALFORMED_RESPONSE_CHUNK)) {
      assertThat(fault(aResponse().withFault(wire)).fault())
          .isEqualTo(SourceException.Fault.TEMPORARY);
    }
  }

  @Test
  void halfABodyPasses() {
    SourceException fault = fault(okJson("{\"d\":{\"results\":[{\"SalesOrder\":\"47"));

    assertThat(fault.fault()).isEqualTo(SourceException.Fault.TEMPORARY);
    assertThat(fault).hasMessage("localhost answered with half a body");
  }

  @Test
  void redirectIsNotFollowed() {
    SourceException fault =
        fault(
            status(302, "")
                .withHeader("Location", "https://login.example.com/saml?SAMLRequest=secret"));

    assertThat(fault.fault()).isEqualTo(SourceException.Fault.BAD_ANSWER);
    assertThat(fault).hasMessage("localhost answered 302, a redirect to login.example.com");
  }

  @Test
  void pageForPeopleIsToldApart() {
    SourceException fault = fault(okForContentType("text/html", "<html>Sign in</html>"));

    assertThat(fault.fault()).isEqualTo(SourceException.Fault.BAD_ANSWER);
    assertThat(fault).hasMessageContaining("answered with a sign-in page");
  }

  @Test
  void refusedCredentialsAreNamed() {
    assertThat(fault(status(401, "")).fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
    assertThat(fault(status(403, "")).fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
    assertThat(fault(status(404, "")).fault()).isEqualTo(SourceException.Fault.CONFIGURATION);
    assertThat(fault(status(400, "{\"error\":{\"code\":\"1\",\"message\":\"no such field\"}}")))
        .hasMessage("localhost answered 400: no such field (1)");
  }

  @Test
  void tooLongAnswerIsNotRead() {
    orders(okJson("{\"d\":{\"results\":[],\"x\":\"" + "x".repeat(5000) + "\"}}"));
    try (ODataConnector connector = connector("maxPage", "4000")) {
      SourceException fault = catchThrowableOfType(SourceException.class, () -> read(connector));

      assertThat(fault).hasMessage("localhost answered with more than 4000 bytes");
    }
  }

  @Test
  void tokenIsFetchedOnceAndAnewWhenItIsRefused() throws Exception {
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .inScenario("token")
            .whenScenarioStateIs("Started")
            .willReturn(okJson("{\"access_token\":\"old\",\"expires_in\":3600}"))
            .willSetStateTo("rotated"));
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .inScenario("token")
            .whenScenarioStateIs("rotated")
            .willReturn(okJson("{\"access_token\":\"new\",\"expires_in\":3600}")));
    orders(status(401, ""));
    S4.stubFor(
        get(urlPathEqualTo("/s4/A_SalesOrder"))
            .withHeader("Authorization", equalTo("Bearer new"))
            .willReturn(okJson(EMPTY)));
    S4.stubFor(
        get(urlPathEqualTo("/s4/$metadata"))
            .withHeader("Authorization", equalTo("Bearer old"))
            .willReturn(
                okForContentType(
                    "application/xml", ODataContractTest.resource("s4hana/metadata.xml"))));
    try (ODataConnector connector =
        connector(
            "auth.clientCredentials.tokenUrl", S4.baseUrl() + "/token",
            "auth.clientCredentials.clientId", "causerie",
            "auth.clientCredentials.clientSecret", "canary")) {
      read(connector);
      read(connector);
      S4.verify(2, postRequestedFor(urlPathEqualTo("/token")));

      clock.tick(Duration.ofMinutes(59));
      read(connector);
      S4.verify(3, postRequestedFor(urlPathEqualTo("/token")));
      S4.verify(
          postRequestedFor(urlPathEqualTo("/token"))
              .withHeader("Authorization", equalTo("Basic Y2F1c2VyaWU6Y2FuYXJ5"))
              .withRequestBody(equalTo("grant_type=client_credentials")));
    }
  }

  @Test
  void assertionIsTradedForAToken() throws Exception {
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .withRequestBody(
                containing("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"))
            .withRequestBody(containing("assertion=eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9."))
            .willReturn(okJson("{\"access_token\":\"t\"}")));
    orders(okJson(EMPTY));
    try (ODataConnector connector =
        connector(
            "auth.jwtBearer.tokenUrl",
            S4.baseUrl() + "/token",
            "auth.jwtBearer.clientId",
            "causerie",
            "auth.jwtBearer.privateKey",
            Pem.fresh(),
            "auth.jwtBearer.subject",
            "ADA")) {
      read(connector);

      S4.verify(
          getRequestedFor(urlPathEqualTo("/s4/A_SalesOrder"))
              .withHeader("Authorization", equalTo("Bearer t")));
    }
  }

  @Test
  void refusedClientIsNamedWithoutItsSecret() {
    S4.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                status(401, "{\"error\":\"invalid_client\",\"error_description\":\"canary\"}")));
    try (ODataConnector connector =
        connector(
            "auth.clientCredentials.tokenUrl", S4.baseUrl() + "/token",
            "auth.clientCredentials.clientId", "causerie",
            "auth.clientCredentials.clientSecret", "canary")) {
      SourceException fault = catchThrowableOfType(SourceException.class, () -> read(connector));

      assertThat(fault.fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
      assertThat(fault).hasMessage("the token server localhost answered 401: invalid_client");
    }
  }
}
