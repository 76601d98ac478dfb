package io.causerie.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.sapfake.FakeS4;
import io.causerie.sapfake.Main;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import okhttp3.Credentials;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The stand-in for S/4HANA as a process, and a system that reads back what its events name. */
final class S4 implements AutoCloseable {
  /** The connector that takes the events, and the one that reads orders back. */
  static final String EVENTS = "s4-events";

  static final String ORDERS = "s4-orders";

  private static final MediaType PLAIN = MediaType.get("application/json");
  private static final JsonMapper JSON = new JsonMapper();

  private final Standin s4;
  private final String url;
  private final OkHttpClient client = new OkHttpClient();

  private S4(Standin s4, String url) {
    this.s4 = s4;
    this.url = url;
  }

  /** Starts it and writes the system's file. */
  static S4 start(Path folder) throws Exception {
    int port = Ports.free();
    Standin s4 = Standin.start(Main.class, "A stand-in", "" + port, "--with-input");
    String url = "http://127.0.0.1:" + port;
    Files.writeString(
        folder.resolve("systems/s4.yaml"),
        """
        system: s4
        title: S/4HANA
        audience: { groups: [sales] }
        kind: sap
        config:
          url: "%s%s"
          sapClient: "%s"
          auth: { basic: { username: %s, password: "%s" } }
          texts: { internal: ZCAU }
        writeBack: internal
        connectors:
          s4-events:
            kind: cloudevents
            config: { auth: { bearer: { tokens: [%s] } } }
            hint: { connector: s4-orders }
          s4-orders:
            schedule: PT1H
            reconcile: never
            since: %s
            config: { object: sales-order }
            mapping: mappings/sales-order.yaml
        """
            .formatted(
                url,
                FakeS4.SERVICES,
                FakeS4.CLIENT,
                FakeS4.USER,
                FakeS4.PASSWORD,
                OrderDesk.SENDER,
                LocalDate.now(ZoneOffset.UTC).minusDays(1)));
    Files.writeString(
        folder.resolve("mappings/sales-order.yaml"),
        """
        on: [A_SalesOrder, A_SalesOrder.deleted]
        record:
          type: SalesOrder
          id: .SalesOrder
          version: $event.time
          title: '"Sales order \\(.SalesOrder)"'
          url: '"http://127.0.0.1:8081/orders/\\(.SalesOrder)"'
          deleted: $event.type == "A_SalesOrder.deleted"
          related:
            - { rel: customer, type: Customer, id: .SoldToParty }
        track:
          - { field: OverallSDProcessStatus, label: { en: Status, fr: Statut } }
          - { field: TotalNetAmount, label: { en: Net amount, fr: Montant net }, money: .TransactionCurrency }
        posts:
          - { when: created, summary: { en: "{record} was taken", fr: "{record} a été prise" } }
          - { when: changed, summary: { en: "{record} changed: {changes}", fr: "{record} modifiée : {changes}" } }
          - { when: deleted, summary: { en: "{record} was deleted", fr: "{record} a été supprimée" } }
        """);
    return new S4(s4, url);
  }

  static String order(long number) {
    return String.valueOf(number);
  }

  /** Somebody makes an order, or changes its amount. */
  void put(long number, long amount) throws IOException {
    ObjectNode order = JSON.createObjectNode();
    order.put("SalesOrder", order(number)).put("SalesOrderType", "OR");
    order.put("SoldToParty", "17100001").put("OverallSDProcessStatus", "A");
    order.put("TotalNetAmount", amount + ".00").put("TransactionCurrency", "EUR");
    post("fake/A_SalesOrder", order);
  }

  /** Has it bring its events to a server. */
  void tell(ServerProcess server) throws IOException {
    ObjectNode to = JSON.createObjectNode();
    to.put("to", server.url("/api/v1/connectors/" + EVENTS + "/events"));
    to.put("authorization", "Bearer " + OrderDesk.SENDER);
    post("fake/events", to);
  }

  private void post(String path, ObjectNode said) throws IOException {
    RequestBody body = RequestBody.create(said.toString(), PLAIN);
    Request request = new Request.Builder().url(url + "/" + path).post(body).build();
    try (Response answer = client.newCall(request).execute()) {
      if (answer.code() != 204) {
        throw new LoadException("S/4HANA did not take " + path + ": " + answer.body().string());
      }
    }
  }

  /** The business event of an order: its key, and nothing else. */
  static byte[] hint(long number) {
    return """
        {"specversion":"1.0","id":"h-%1$s","source":"/default/sap.s4.beh/S4F100",\
        "type":"sap.s4.beh.salesorder.v1.SalesOrder.Created.v1","time":"2026-11-23T08:00:00Z",\
        "datacontenttype":"application/json","data":{"SalesOrder":"%1$s"}}"""
        .formatted(order(number))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The text of an order that comments stand in. */
  String text(long number) throws IOException {
    String address =
        "%s%sAPI_SALES_ORDER_SRV/A_SalesOrderText(SalesOrder='%s',Language='EN',LongTextID='ZCAU')?sap-client=%s"
            .formatted(url, FakeS4.SERVICES, order(number), FakeS4.CLIENT);
    Request request =
        new Request.Builder()
            .url(address)
            .header("Accept", "application/json")
            .header("Authorization", Credentials.basic(FakeS4.USER, FakeS4.PASSWORD))
            .build();
    try (Response answer = client.newCall(request).execute()) {
      return JSON.readTree(answer.body().bytes()).at("/d/LongText").asText();
    }
  }

  @Override
  public void close() {
    client.connectionPool().evictAll();
    s4.close();
  }
}
