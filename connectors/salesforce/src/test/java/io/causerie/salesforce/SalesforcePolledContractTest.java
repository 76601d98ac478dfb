package io.causerie.salesforce;

import io.causerie.contract.PolledContract;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.spi.SourceException.Fault;
import java.time.Instant;
import java.util.List;

/** Records of a fake org, by query. */
class SalesforcePolledContractTest extends PolledContract {
  @Override
  protected String kind() {
    return "salesforce";
  }

  @Override
  protected LiveSource source() {
    return new Source();
  }

  private static final class Source implements LiveSource {
    private final Orders orders = new Orders();

    @Override
    public String config() {
      return orders.config() + "read: records\noverlap: PT5S\n";
    }

    @Override
    public List<String> secrets() {
      return List.of(Orders.OLD, Orders.NEW);
    }

    @Override
    public String mapping() {
      return Orders.MAPPING;
    }

    @Override
    public void put(int number, String status, Instant changed) {
      orders.put(number, status, changed);
    }

    @Override
    public void remove(int number) {
      orders.remove(number);
    }

    @Override
    public void hide() {
      orders.hide();
    }

    @Override
    public void show() {
      orders.show();
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          trouble("unavailable", Fault.TEMPORARY, HttpFault.UNAVAILABLE),
          trouble("an error", Fault.TEMPORARY, HttpFault.SERVER_ERROR),
          trouble("the org's limit", Fault.TEMPORARY, HttpFault.LIMIT),
          trouble("a cut", Fault.TEMPORARY, HttpFault.CUT));
    }

    private Trouble trouble(String name, Fault fault, HttpFault what) {
      FaultSwitch query = new FaultSwitch(orders.org, "GET", "/services/data/v62.0/queryAll", what);
      return new Trouble(name, fault, query::on, query::off);
    }

    @Override
    public void rotate() {
      orders.rotate();
    }

    @Override
    public void close() {
      orders.close();
    }
  }
}
