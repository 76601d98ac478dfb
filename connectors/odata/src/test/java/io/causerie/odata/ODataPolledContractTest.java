package io.causerie.odata;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.contract.PolledContract;
import io.causerie.spi.SourceException.Fault;
import java.time.Instant;
import java.util.List;

/** A real OData V4 service, behind a door that can be shut. */
class ODataPolledContractTest extends PolledContract {
  @Override
  protected String kind() {
    return "odata";
  }

  @Override
  protected LiveSource source() {
    return new Service();
  }

  private static final class Service implements LiveSource {
    private static final String OLD = "canary-of-the-first-password";
    private static final String NEW = "canary-of-the-second-password";

    private String password = OLD;
    private final OrderService service = OrderService.v4();
    private final WireMockServer door =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    Service() {
      door.start();
      open();
    }

    @Override
    public String config() {
      return """
      url: %s/orders
      version: v4
      entitySet: Orders
      changedOn: ChangedAt
      overlap: PT5S
      timeout: PT1S
      auth: { basic: { username: CAUSERIE, password: %s } }
      """
          .formatted(door.baseUrl(), password);
    }

    @Override
    public List<String> secrets() {
      return List.of(OLD, NEW);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: .Number, version: .ChangedAt }
      track: [ { field: status, value: .Status } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
        - { when: restored, summary: { en: "{record} is back" } }
        - { when: deleted, summary: { en: "{record} was removed" } }
      """;
    }

    @Override
    public void put(int number, String status, Instant changed) {
      service.orders().put("North", number, status, changed);
    }

    @Override
    public void remove(int number) {
      service.orders().remove("North", number);
    }

    @Override
    public void hide() {
      service.orders().hide(true);
    }

    @Override
    public void show() {
      service.orders().hide(false);
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          trouble("an error", Fault.TEMPORARY, serverError().withBody("<h1>Maintenance</h1>")),
          trouble("too many", Fault.TEMPORARY, status(429).withHeader("Retry-After", "1")),
          trouble("no answer in time", Fault.TEMPORARY, okJson("{}").withFixedDelay(3000)),
          trouble("half a body", Fault.TEMPORARY, okJson("{\"value\":[{\"Number\":")),
          trouble("a cut", Fault.TEMPORARY, aResponse().withFault(EMPTY_RESPONSE)),
          trouble(
              "a redirect",
              Fault.BAD_ANSWER,
              status(302).withHeader("Location", "https://login.example.com/")),
          trouble(
              "a page", Fault.BAD_ANSWER, okForContentType("text/html", "<html>Sign in</html>")),
          trouble("a refusal", Fault.CREDENTIALS, status(401)),
          trouble("another address", Fault.CONFIGURATION, status(404)));
    }

    private Trouble trouble(String name, Fault fault, ResponseDefinitionBuilder answer) {
      return new Trouble(name, fault, () -> answer(answer), this::open);
    }

    private void answer(ResponseDefinitionBuilder answer) {
      door.resetMappings();
      door.stubFor(any(anyUrl()).willReturn(answer));
    }

    /** Whoever has the password may pass. */
    private void open() {
      answer(status(401));
      door.stubFor(
          any(anyUrl())
              .withBasicAuth("CAUSERIE", password)
              .willReturn(aResponse().proxiedFrom(service.url().replace("/orders", ""))));
    }

    @Override
    public void rotate() {
      password = NEW;
      open();
    }

    @Override
    public void close() {
      door.stop();
      service.close();
    }
  }
}
