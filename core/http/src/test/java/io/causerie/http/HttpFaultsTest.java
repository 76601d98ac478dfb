package io.causerie.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.causerie.model.phrase.Phrase;
import io.causerie.model.phrase.Wording;
import io.causerie.spi.SourceException;
import io.causerie.testkit.SettableClock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class HttpFaultsTest {
  private static final String KEY = "canary-of-the-key";
  private static final WireMockServer ERP = Systems.start();

  private final SettableClock clock = Systems.clock();
  private final Address orders = Address.of(ERP.baseUrl() + "/orders");

  /** The words of a kind. */
  private enum KindWording implements Wording {
    LOWER("Lower `pageSize` for {address}.");

    private final String english;

    KindWording(String english) {
      this.english = english;
    }

    @Override
    public String area() {
      return "kind";
    }

    @Override
    public String english() {
      return english;
    }
  }

  @AfterAll
  static void stop() {
    ERP.stop();
  }

  private SourceException fault(ResponseDefinitionBuilder answer) {
    return fault(answer, Map.of());
  }

  private SourceException fault(ResponseDefinitionBuilder answer, Map<Trouble, Wording> remedies) {
    ERP.stubFor(any(anyUrl()).willReturn(answer));
    SystemClient client =
        HttpClients.apart()
            .client(Systems.settings(remedies), Authorization.keyInQuery("api_key", KEY), clock);
    SourceException fault =
        catchThrowableOfType(SourceException.class, () -> client.json(Request.get(orders)));
    assertThat(fault.remedy().text()).endsWith(".");
    assertThat(fault + fault.remedy().text() + fault.getCause()).doesNotContain(KEY, "api_key");
    return fault;
  }

  private static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  @Test
  void statusSaysWhoHasToAct() {
    assertThat(fault(status(401)).fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
    assertThat(fault(status(403)).fault()).isEqualTo(SourceException.Fault.CREDENTIALS);
    for (int status : new int[] {400, 404, 406, 409, 415, 422}) {
      assertThat(fault(status(status)).fault()).isEqualTo(SourceException.Fault.CONFIGURATION);
    }
    for (int status : new int[] {408, 425, 429, 500, 502, 503, 504, 599}) {
      assertThat(fault(status(status)).fault()).isEqualTo(SourceException.Fault.TEMPORARY);
    }
  }

  @Test
  void whichAddressAndWhatStatusIsSaid() {
    SourceException fault = fault(status(404));

    assertThat(fault).hasMessage(orders.host() + " answered 404");
    assertThat(fault.remedy().text()).contains(orders.toString()).contains("`url`");
  }

  @Test
  void restThatIsAskedForIsTyped() {
    assertThat(fault(status(429).withHeader("Retry-After", "120")).retryAfter())
        .contains(Duration.ofMinutes(2));
    assertThat(
            fault(status(503).withHeader("Retry-After", "Mon, 23 Nov 2026 08:05:00 GMT"))
                .retryAfter())
        .contains(Duration.ofMinutes(5));
    assertThat(
            fault(status(503).withHeader("Retry-After", "Mon, 23 Nov 2026 07:00:00 GMT"))
                .retryAfter())
        .contains(Duration.ZERO);
    assertThat(fault(status(429).withHeader("Retry-After", "999999999")).retryAfter())
        .contains(Duration.ofDays(1));
    for (String nonsense : List.of("soon", "-5", "1.5", "")) {
      assertThat(fault(status(429).withHeader("Retry-After", nonsense)).retryAfter()).isEmpty();
    }
  }

  @Test
  void redirectIsAFaultAndItsTargetsHostIsNamedAlone() {
    SourceException fault =
        fault(
            status(302)
                .withHeader("Location", "https://login.example.com/saml?SAMLRequest=secret"));

    assertThat(fault.fault()).isEqualTo(SourceException.Fault.BAD_ANSWER);
    assertThat(fault).hasMessage(orders.host() + " answered 302, a redirect to login.example.com");
    assertThat(fault(status(301).withHeader("Location", "/elsewhere")))
        .hasMessageEndingWith("a redirect to another path");
    assertThat(fault(status(302))).hasMessageEndingWith("a redirect to nowhere");
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
  void whatIsNoJsonIsToldApart() {
    assertThat(fault(okForContentType("text/html", "<html>Sign in</html>")))
        .hasMessageContaining("a sign-in page");
    assertThat(fault(okJson("  <html>Sign in</html>"))).hasMessageContaining("a sign-in page");
    assertThat(fault(okJson("{\"orders\":[{\"id\":47"))).hasMessageContaining("half a body");
    assertThat(fault(okJson(""))).hasMessageContaining("half a body");
    assertThat(fault(okJson("orders: 47"))).hasMessageContaining("not JSON");
  }

  @Test
  void kindsRemedyTakesThePlaceOfTheUsualOne() {
    SourceException fault = fault(okJson("{"), Map.of(Trouble.HALF, KindWording.LOWER));

    assertThat(fault.remedy().text()).isEqualTo("Lower `pageSize` for " + orders + ".");
  }

  @Test
  void systemsOwnWordsAreShownWithoutSecrets() {
    HttpFaults faults =
        HttpClients.apart()
            .client(Systems.settings(), Authorization.keyInQuery("api_key", KEY), clock)
            .faults();

    SourceException fault =
        faults.answered(
            new Answer(orders, 400, Map.of(), new byte[0]),
            "no\nsuch key: " + KEY + "x".repeat(600));

    assertThat(fault.getMessage())
        .startsWith(orders.host() + " answered 400: no such key: ***xxx")
        .endsWith("...");
  }

  @Test
  void noRemedyHasMoreToSayThanTheAddress() {
    assertThat(Arrays.stream(Trouble.values()).map(Trouble::remedy).map(Phrase::places))
        .allSatisfy(places -> assertThat(List.of("address")).containsAll(places));
  }
}
