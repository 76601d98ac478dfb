package io.causerie.idoc;

import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.Door;
import io.causerie.testkit.SettableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents, and connectors that read them. */
final class IDocs {
  static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-27T08:00:00Z"));

  private IDocs() {}

  static String document(String... idocs) {
    return "<ORDERS05>" + String.join("", idocs) + "</ORDERS05>";
  }

  static String idoc(String number, String segments) {
    return idoc("ORDRSP", number, segments);
  }

  static String idoc(String type, String number, String segments) {
    return ("<IDOC BEGIN=\"1\"><EDI_DC40 SEGMENT=\"1\"><MANDT>100</MANDT><DOCNUM>%s</DOCNUM>"
            + "<MESTYP>%s</MESTYP><SNDPRN>S4PCLNT100</SNDPRN><CREDAT>20261123</CREDAT>"
            + "<CRETIM>081502</CRETIM></EDI_DC40>%s</IDOC>")
        .formatted(number, type, segments);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Connector connector(Map<String, String> config) {
    Map<String, List<String>> values = new HashMap<>();
    values.put("zone", List.of("UTC"));
    config.forEach((key, value) -> values.put(key, List.of(value)));
    IDocKind kind = new IDocKind();
    ConnectorContext context = new ConnectorContext("s4", "s4-idocs", CLOCK, values);
    try {
      return kind.connector(context.in(kind.system(context)));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  static Door door(Map<String, String> config) {
    Map<String, String> all = new HashMap<>(config);
    all.put("verify.basic.credentials", "sap:secret");
    return connector(all).intake().pushed().orElseThrow();
  }

  static List<Door.Delivery> posted(Door door, byte[] body) {
    return posted(door, "text/xml", body);
  }

  static List<Door.Delivery> posted(Door door, String type, byte[] body) {
    return door.open(Requests.posted("sap:secret", type, body))
        .match(
            reply -> {
              throw new AssertionError(reply.status() + ": " + reply.detail());
            },
            Door.Deliveries::events);
  }

  static String data(Door.Delivery delivery) {
    return new String(delivery.event().data(), StandardCharsets.UTF_8);
  }
}
