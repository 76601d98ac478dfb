package io.causerie.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The source that the load comes from: its configuration and its events. */
final class OrderDesk {
  /** What the desk shows when it delivers. */
  static final String SENDER = "sender-token-of-the-desk";

  private static final int CLERKS = 50;

  private OrderDesk() {}

  /** Writes the configuration of a server that takes the desk's events. */
  static void configure(Path folder, Store store) {
    configure(folder, store, 0);
  }

  /**
   * The same, with readers beside whom no proxy stands, though all of them come from one machine.
   *
   * @param readers how many colleagues there are, called {@code reader} and a number
   */
  static void configure(Path folder, Store store, int readers) {
    String colleagues =
        IntStream.range(0, readers)
            .mapToObj("  - { id: reader%1$d, name: Reader %1$d, groups: [sales] }\n"::formatted)
            .collect(Collectors.joining());
    file(
        folder,
        "causerie.yaml",
        """
        server: { host: 127.0.0.1, port: 0, forwarded: %s, limits: { writes: 1000000, searches: 1000000 } }
        database: { url: "%s", username: "%s", password: "%s" }
        """
            .formatted(readers > 0, store.url(), store.user(), store.password()));
    file(
        folder,
        "people.yaml",
        """
        groups: { sales: { title: Sales } }
        people:
          - { id: ada, name: Ada Lovelace, language: en, groups: [sales] }
        """
            + colleagues);
    file(
        folder,
        "systems/desk.yaml",
        """
        system: desk
        title: Order desk
        audience: { groups: [sales] }
        kind: cloudevents
        connectors:
          orders:
            config: { auth: { bearer: { tokens: [%s] } } }
            mapping: mappings/order.yaml
        """
            .formatted(SENDER));
    file(
        folder,
        "mappings/order.yaml",
        """
        record:
          type: Order
          id: .id
          version: .version
          title: '"Order \\(.id)"'
          url: .url
          related:
            - { rel: customer, type: Customer, id: .customer, title: .customer }
            - { rel: quote, type: Quote, id: .quote }
            - { rel: delivery, type: Delivery, id: .delivery }
        actor: { id: .by }
        track:
          - { field: status, label: { en: Status, fr: Statut } }
        posts:
          - { when: created, summary: { en: "{actor} took {record}", fr: "{actor} a pris {record}" } }
          - { when: changed, summary: { en: "{actor} changed {changes}", fr: "{actor} a modifié {changes}" } }
        """);
  }

  /** A token for each reader, as the command line would make them one by one. */
  static List<String> tokens(Store store, int readers) throws Exception {
    List<String> tokens = new ArrayList<>();
    try (Connection connection = store.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into server_token (digest, id, kind, name, person, scopes, created)
                values (?, ?, 0, 'bench', ?, 'read write', current_timestamp)
                """)) {
      for (int i = 0; i < readers; i++) {
        String token = "csr_reader%d".formatted(i);
        byte[] digest =
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        insert.setString(1, HexFormat.of().formatHex(digest));
        insert.setString(2, "bench%d".formatted(i));
        insert.setString(3, "reader%d".formatted(i));
        insert.addBatch();
        tokens.add(token);
      }
      insert.executeBatch();
    }
    return tokens;
  }

  private static void file(Path folder, String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new order, as one CloudEvent; each number is another record. */
  static byte[] event(long number) {
    return text(number).getBytes(StandardCharsets.UTF_8);
  }

  /** New orders with numbers from the first on, as one batch. */
  static byte[] batch(long first, int size) {
    return LongStream.range(first, first + size)
        .mapToObj(OrderDesk::text)
        .collect(Collectors.joining(",", "[", "]"))
        .getBytes(StandardCharsets.UTF_8);
  }

  static String order(long number) {
    return "SO-%09d".formatted(number);
  }

  /** A change of an order by another clerk, with its three related records. */
  static byte[] change(long number, int version) {
    String order = order(number);
    return """
        {"specversion":"1.0","id":"%1$s-%2$d","source":"/desk","type":"order","time":"2026-11-23T08:%2$02d:00Z",\
        "datacontenttype":"application/json","data":{"id":"%1$s","version":%2$d,"status":"state %2$d",\
        "by":"clerk%2$d","customer":"Müller GmbH","quote":"Q-%1$s","delivery":"D-%1$s","net":12480.50,\
        "currency":"EUR","url":"http://127.0.0.1:8081/orders/%1$s"}}"""
        .formatted(order, version)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(long number) {
    String order = order(number);
    return """
        {"specversion":"1.0","id":"%1$s-1","source":"/desk","type":"order","time":"2026-11-23T08:00:00Z",\
        "datacontenttype":"application/json","data":{"id":"%1$s","version":1,"status":"open",\
        "by":"clerk%2$d","customer":"Müller GmbH","net":12480.50,"currency":"EUR",\
        "url":"http://127.0.0.1:8081/orders/%1$s"}}"""
        .formatted(order, number % CLERKS);
  }
}
