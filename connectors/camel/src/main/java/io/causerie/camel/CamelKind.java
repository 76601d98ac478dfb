package io.causerie.camel;

import io.causerie.spi.Capability;
import io.causerie.spi.ConfigException;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.Connector;
import io.causerie.spi.ConnectorContext;
import io.causerie.spi.ConnectorKind;
import io.causerie.spi.Intake;
import io.causerie.spi.Key;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whatever Camel can take in: routes of the integrator's bring the events. It knows their names
 * only; the runtime reads and keeps them.
 */
public final class CamelKind implements ConnectorKind {
  static final Key<List<String>> ROUTE =
      Key.texts("route")
          .needed()
          .help("The ids of the routes in `routes/` that bring its events; one or a list.");

  @Override
  public String name() {
    return "camel";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.ROUTE);
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(ROUTE);
  }

  @Override
  public Connector connector(ConnectorContext context) throws ConfigException {
    List<String> routes = ROUTE.given(context).orElse(List.of());
    if (routes.isEmpty() || routes.stream().anyMatch(String::isBlank)) {
      throw fault("nothing would bring events: give the id of a route");
    }
    if (new HashSet<>(routes).size() < routes.size()) {
      throw fault("a route stands twice");
    }
    Intake routed = new Intake.Routed(routes);
    return () -> routed;
  }

  private static ConfigException fault(String message) {
    return new ConfigException(List.of(new ConfigException.Fault(ROUTE.name(), message)));
  }
}
