package io.causerie.sap;

import io.causerie.http.HttpClients;
import io.causerie.model.Lane;
import io.causerie.sapfake.FakeS4;
import io.causerie.spi.ConfigException;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Systems and connectors of tests. */
final class Systems {
  private Systems() {}

  /** Made of pairs of key and value, several values with a semicolon between them. */
  static ConnectorContext context(FakeS4 s4, Clock clock, String... pairs) {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(s4.url() + FakeS4.SERVICES));
    values.put("sapClient", List.of(FakeS4.CLIENT));
    values.put("auth.basic.username", List.of(FakeS4.USER));
    values.put("auth.basic.password", List.of(FakeS4.PASSWORD));
    for (TextsOf object : TextsOf.values()) {
      values.put(object.key(Lane.INTERNAL).name(), List.of("ZCAU"));
    }
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], List.of(pairs[i + 1].split(";")));
    }
    return new ConnectorContext("s4", "records", clock, values);
  }

  static SapSystem system(ConnectorContext context) throws ConfigException {
    return SapSystem.of(context, HttpClients.apart());
  }

  /** One that is alone in its system. */
  static Connector connector(FakeS4 s4, Clock clock, String... pairs) throws ConfigException {
    ConnectorContext context = context(s4, clock, pairs);
    return new SapKind().connector(context.in(system(context)));
  }
}
