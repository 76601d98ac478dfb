package io.causerie.odata;

import io.causerie.http.odata.ODataConnector;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConnectorContext;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Connectors of tests. */
final class Connectors {
  private Connectors() {}

  /** Made of pairs of key and value, beside a service's address. */
  static ODataConnector to(String url, Clock clock, String... pairs) {
    Map<String, List<String>> values = new HashMap<>();
    values.put("url", List.of(url));
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], List.of(pairs[i + 1].split(";")));
    }
    try {
      return connector(new ConnectorContext("erp", "orders", clock, values));
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** One that is alone in its system. */
  static ODataConnector connector(ConnectorContext context) throws ConfigException {
    ODataKind kind = new ODataKind();
    return (ODataConnector) kind.connector(context.in(kind.system(context)));
  }
}
