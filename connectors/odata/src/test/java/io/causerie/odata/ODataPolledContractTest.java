package io.causerie.odata;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.causerie.contract.PolledContract;
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
    private static final String PASSWORD = "canary-of-the-odata-password";

    private final OrderService service = OrderService.v4();
    private final WireMockServer door =
        new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    Service() {
      door.start();
      broken(false);
    }

    @Override
    public String config() {
      return """
      url: %s/orders
      version: v4
      entitySet: Orders
      changedOn: ChangedAt
      overlap: PT5S
      auth: { basic: { username: CAUSERIE, password: %s } }
      """
          .formatted(door.baseUrl(), PASSWORD);
    }

    @Override
    public List<String> secrets() {
      return List.of(PASSWORD);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: .Number, version: .ChangedAt, deleted: $event.type == "Orders.deleted" }
      track: [ { field: status, value: .Status } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
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
    public void broken(boolean isBroken) {
      door.resetMappings();
      door.stubFor(
          WireMock.any(WireMock.anyUrl())
              .willReturn(
                  isBroken
                      ? WireMock.serverError().withBody("<h1>Maintenance</h1>")
                      : WireMock.aResponse().proxiedFrom(service.url().replace("/orders", ""))));
    }

    @Override
    public void close() {
      door.stop();
      service.close();
    }
  }
}
