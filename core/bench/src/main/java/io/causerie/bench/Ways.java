package io.causerie.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ways in which the same events come, and the systems they come from, around one server. What
 * is pushed is measured as a crowd is; what is fetched, from the first tenth of a backlog that is
 * stored to its last event.
 */
final class Ways implements AutoCloseable {
  static final List<String> ALL =
      List.of("cloudevents", "webhook", "idoc", "sap", "salesforce", "amqp", "odata", "sql");

  private static final int CLIENTS = 16;
  private static final String SECRET = "a-secret-of-the-shop";
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, Way> ways;
  private final Store store;
  private final Duration pushing;
  private final int events;
  private final AtomicLong numbers = new AtomicLong();

  /** One of them, once. */
  private interface Way {
    double perSecond(Api api, Tally tally, int fetched) throws Exception;
  }

  /** Has a system tell of so many events more. */
  private interface Source {
    void tell(int many) throws Exception;
  }

  /**
   * Starts the systems and writes their files.
   *
   * @param pushing how long is pushed, after as long a warm-up
   * @param events how many are fetched
   */
  Ways(Path folder, Store store, List<String> which, Duration pushing, int events)
      throws Exception {
    this.store = store;
    this.pushing = pushing;
    this.events = events;
    Map<String, Way> all = new LinkedHashMap<>();
    try {
      for (String each : which) {
        all.put(each, way(each, folder));
      }
    } catch (Exception e) {
      close();
      throw e;
    }
    this.ways = all;
  }

  private <T extends AutoCloseable> T opened(T system) {
    open.push(system);
    return system;
  }

  private Way way(String name, Path folder) throws Exception {
    switch (name) {
      case "cloudevents" -> {
        return (api, tally, n) ->
            pushed(client -> api.push(OrderDesk.event(numbers.incrementAndGet())));
      }
      case "webhook" -> {
        shop(folder);
        return (api, tally, n) -> pushed(client -> signed(api));
      }
      case "idoc" -> {
        edi(folder);
        return (api, tally, n) ->
            pushed(client -> api.document("edi", idoc(numbers.incrementAndGet()), "sap", SECRET));
      }
      case "sap" -> {
        S4 s4 = opened(S4.start(folder));
        return (api, tally, n) -> hinted(s4, api, tally, n);
      }
      case "salesforce" -> {
        Crm crm = opened(Crm.start(folder));
        return (api, tally, n) ->
            fetched(Crm.CHANGES, tally, n, many -> crm.insert(many, numbers::incrementAndGet));
      }
      case "amqp" -> {
        Mesh mesh = opened(Mesh.start(folder));
        return (api, tally, n) ->
            fetched(Mesh.CONNECTOR, tally, n, many -> mesh.send(many, numbers::incrementAndGet));
      }
      case "odata" -> {
        ODataSource source = opened(ODataSource.start(0));
        Shop.odata(folder, source);
        return (api, tally, n) -> fetched("deliveries", tally, n, source::grow);
      }
      case "sql" -> {
        Shop.table(store, "purchase", 0, "now()");
        Shop.connector(folder, store, "purchase", "since: 2020-01-01");
        return (api, tally, n) ->
            fetched(
                "purchase",
                tally,
                n,
                many -> Shop.rows(store, "purchase", numbers.getAndAdd(many), many, "now()"));
      }
      default -> throw new LoadException("no such way: " + name);
    }
  }

  /** Lets each compile what it needs. */
  void warm(Api api, Tally tally) throws Exception {
    for (Way way : ways.values()) {
      way.perSecond(api, tally, Math.max(10, events / 4));
    }
  }

  /** Events a second of one of them. */
  double perSecond(String name, Api api, Tally tally) throws Exception {
    Way way = ways.get(name);
    if (way == null) {
      throw new LoadException("no such way: " + name);
    }
    return way.perSecond(api, tally, events);
  }

  private double pushed(Crowd.Work work) throws InterruptedException {
    return Crowd.perSecond(CLIENTS, pushing, work);
  }

  /** Orders are made first, untimed; then their hints are pushed, and each is read back. */
  private double hinted(S4 s4, Api api, Tally tally, int many) throws Exception {
    long first = numbers.getAndAdd(many) + 1;
    AtomicLong made = new AtomicLong(first);
    Crowd.each(
        CLIENTS,
        many,
        client -> {
          s4.put(made.getAndIncrement(), 12_480);
          return 1;
        });
    AtomicLong told = new AtomicLong(first);
    return fetched(
        S4.EVENTS,
        tally,
        many,
        n ->
            Crowd.each(CLIENTS, n, client -> api.hint(S4.EVENTS, S4.hint(told.getAndIncrement()))));
  }

  private static double fetched(String connector, Tally tally, int many, Source source)
      throws Exception {
    long before = tally.posted(connector);
    FutureTask<Void> telling =
        new FutureTask<>(
            () -> {
              source.tell(many);
              return null;
            });
    new Thread(telling, "source").start();
    try {
      return tally.perSecond(connector, before, many, LOOK);
    } finally {
      // Where the source itself has failed, that is why.
      if (telling.isDone()) {
        telling.get();
      }
    }
  }

  /** What a CloudEvent of the desk says in its data, as a shop would post it. */
  private int signed(Api api) throws IOException {
    byte[] body = body(numbers.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
    return api.signed("shop", body, "sha256=" + signature(body));
  }

  private static String body(long number) {
    return """
        {"id":"%1$s","version":1,"status":"open","by":"clerk%2$d","customer":"Müller GmbH","net":12480.50,\
        "currency":"EUR","url":"http://127.0.0.1:8081/orders/%1$s"}"""
        .formatted(OrderDesk.order(number), number % 50);
  }

  private static String signature(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void shop(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("systems/shop.yaml"),
        """
        system: shop
        audience: { groups: [sales] }
        kind: webhook
        connectors:
          shop:
            config:
              verify: { hmac: { secrets: [%s], header: X-Signature, prefix: "sha256=" } }
              id: '"\\(.body.id)-\\(.body.version)"'
              type: '"order"'
            mapping: mappings/order.yaml
        """
            .formatted(SECRET));
  }

  private static void edi(Path folder) throws IOException {
    Files.writeString(
        folder.resolve("systems/edi.yaml"),
        """
        system: edi
        audience: { groups: [sales] }
        kind: idoc
        connectors:
          edi:
            config:
              verify: { basic: { credentials: ["sap:%s"] } }
              zone: UTC
            mapping: mappings/idoc.yaml
        """
            .formatted(SECRET));
    Files.writeString(
        folder.resolve("mappings/idoc.yaml"),
        """
        on: [ORDRSP]
        record:
          type: Order
          id: '.E1EDK01[0].BELNR | unpadded'
          version: $event.time
          title: '"Order \\(.E1EDK01[0].BELNR | unpadded)"'
          url: '"http://127.0.0.1:8081/orders/\\(.E1EDK01[0].BELNR | unpadded)"'
          related:
            - { rel: customer, type: Customer, id: '.E1EDKA1[0].PARTN', title: '.E1EDKA1[0].NAME1' }
        track:
          - { field: status, value: '.E1EDK01[0].ACTION' }
        posts:
          - { when: created, summary: { en: "{record} was confirmed", fr: "{record} a été confirmée" } }
        """);
  }

  private static byte[] idoc(long number) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <ORDERS05><IDOC BEGIN="1"><EDI_DC40 SEGMENT="1"><TABNAM>EDI_DC40</TABNAM><MANDT>100</MANDT>\
        <DOCNUM>%1$016d</DOCNUM><DIRECT>1</DIRECT><IDOCTYP>ORDERS05</IDOCTYP><MESTYP>ORDRSP</MESTYP>\
        <SNDPRT>LS</SNDPRT><SNDPRN>S4PCLNT100</SNDPRN><RCVPRN>CUSTOMER</RCVPRN><CREDAT>20261123</CREDAT>\
        <CRETIM>080000</CRETIM></EDI_DC40><E1EDK01 SEGMENT="1"><ACTION>open</ACTION><CURCY>EUR</CURCY>\
        <BELNR>%1$010d</BELNR></E1EDK01><E1EDKA1 SEGMENT="1"><PARVW>AG</PARVW><PARTN>17100001</PARTN>\
        <NAME1>Müller GmbH</NAME1></E1EDKA1><E1EDS01 SEGMENT="1"><SUMID>002</SUMID><SUMME>12480.50</SUMME>\
        <SUNIT>EUR</SUNIT></E1EDS01></IDOC></ORDERS05>"""
        .formatted(number)
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    List<AutoCloseable> all = new ArrayList<>(open);
    open.clear();
    for (AutoCloseable system : all) {
      system.close();
    }
  }
}
