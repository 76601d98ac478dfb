package io.causerie.salesforce;

import io.causerie.contract.SubscribedContract;
import io.causerie.salesforce.fake.fault.HttpFault;
import io.causerie.spi.SourceException.Fault;
import java.time.Instant;
import java.util.List;

/** Changes of a fake org, over its Pub/Sub API. */
class SalesforceSubscribedContractTest extends SubscribedContract {
  @Override
  protected String kind() {
    return "salesforce";
  }

  @Override
  protected LiveStream stream() {
    return new Stream();
  }

  private static final class Stream implements LiveStream {
    private static final int ALWAYS = 1_000_000;

    private final Orders orders = new Orders();
    private final FaultSwitch login =
        new FaultSwitch(orders.org, "POST", "/services/oauth2/token", HttpFault.UNAVAILABLE);

    @Override
    public String config() {
      return orders.config() + "channel: /data/Causerie__chn\noverlap: PT5S\n";
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
    public String key(int number) {
      return orders.key(number);
    }

    @Override
    public void cut() {
      orders.org.salesforce.pubsub().cut();
    }

    @Override
    public void loseTrack() {
      orders.org.salesforce.bus().move();
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          new Trouble("unavailable", Fault.TEMPORARY, this::unavailable, () -> unavailable(0)),
          new Trouble("deliveries are used up", Fault.TEMPORARY, this::usedUp, this::anotherDay),
          new Trouble("the log-in is away", Fault.TEMPORARY, this::away, login::off),
          new Trouble(
              "the channel is gone",
              Fault.CONFIGURATION,
              this::channel,
              () -> channel("Opportunity", "Account")));
    }

    private void unavailable() {
      unavailable(ALWAYS);
      orders.org.salesforce.pubsub().endUnavailable();
    }

    private void unavailable(int calls) {
      orders.org.salesforce.faults().unavailable(calls);
    }

    private void usedUp() {
      orders.org.salesforce.faults().deliveries(0);
      orders.put(1, "held", Instant.now());
    }

    private void anotherDay() {
      orders.org.salesforce.faults().deliveries(ALWAYS);
    }

    private void away() {
      login.on();
      orders.org.salesforce.pubsub().endSessions();
    }

    private void channel(String... objects) {
      orders.org.salesforce.bus().channel("Causerie__chn", objects);
      if (objects.length > 0) {
        orders.org.salesforce.bus().enrich("Causerie__chn", "Opportunity", "Name");
      }
      orders.org.salesforce.pubsub().endUnavailable();
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
