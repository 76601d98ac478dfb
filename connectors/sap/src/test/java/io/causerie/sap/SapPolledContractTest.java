package io.causerie.sap;

import io.causerie.contract.PolledContract;
import io.causerie.sapfake.FakeS4;
import io.causerie.sapfake.Faults.What;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Sales orders of the stand-in, with all its faults. */
class SapPolledContractTest extends PolledContract {
  @Override
  protected String kind() {
    return "sap";
  }

  @Override
  protected LiveSource source() {
    return new Orders();
  }

  private static final class Orders implements LiveSource {
    private static final String NEW = "canary-of-the-second-password";

    private final FakeS4 s4;
    private String password = FakeS4.PASSWORD;

    Orders() {
      try {
        s4 = FakeS4.start(Clock.systemUTC());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String config() {
      return """
      url: %s
      sapClient: "100"
      object: sales-order
      overlap: PT5S
      timeout: PT1S
      auth: { basic: { username: CAUSERIE, password: %s } }
      """
          .formatted(s4.url() + FakeS4.SERVICES, password);
    }

    @Override
    public List<String> secrets() {
      return List.of(FakeS4.PASSWORD, NEW);
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: .SalesOrder, version: $event.time }
      track: [ { field: status, value: .PurchaseOrderByCustomer } ]
      posts:
        - { when: created, summary: { en: "{record} was added" } }
        - { when: changed, summary: { en: "{changes}" } }
        - { when: restored, summary: { en: "{record} is back" } }
        - { when: deleted, summary: { en: "{record} was removed" } }
      """;
    }

    @Override
    public void put(int number, String status, Instant changed) {
      s4.put(
          "A_SalesOrder",
          Map.of(
              "SalesOrder",
              String.valueOf(number),
              "PurchaseOrderByCustomer",
              status,
              "LastChangeDateTime",
              changed),
          "ADA");
    }

    @Override
    public void remove(int number) {
      s4.remove("A_SalesOrder", String.valueOf(number));
    }

    @Override
    public void hide() {
      s4.blind(true);
    }

    @Override
    public void show() {
      s4.blind(false);
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          trouble("a restart", Fault.TEMPORARY, What.UNAVAILABLE),
          trouble("too many", Fault.TEMPORARY, What.BUSY),
          trouble("no answer in time", Fault.TEMPORARY, What.HANG),
          trouble("a cut", Fault.TEMPORARY, What.ANSWER_LOST),
          trouble("a short dump", Fault.TEMPORARY, What.BROKEN),
          new Trouble(
              "a locked user",
              Fault.CREDENTIALS,
              () -> s4.password("another one"),
              () -> s4.password(password)));
    }

    private Trouble trouble(String name, Fault fault, What what) {
      return new Trouble(
          name, fault, () -> s4.faults().next(what, Integer.MAX_VALUE), s4.faults()::release);
    }

    @Override
    public void rotate() {
      password = NEW;
      s4.password(NEW);
    }

    @Override
    public void close() {
      s4.close();
    }
  }
}
