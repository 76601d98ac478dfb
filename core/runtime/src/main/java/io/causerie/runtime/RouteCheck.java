package io.causerie.runtime;

import io.causerie.model.yaml.Nearest;
import io.causerie.spi.Capability;
import io.causerie.spi.Plugins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.DefaultModelReifierFactory;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Compiles an integrator's routes without running them: components, languages and options are
 * resolved, nothing is connected, and what is wrong is told of all files at once.
 */
public final class RouteCheck {
  /** As when they run: the runtime alone decides on a retry. */
  private static final ErrorHandlerFactory RUNTIMES_OWN = new NoErrorHandlerDefinition();

  private RouteCheck() {}

  /**
   * What is wrong with a file of routes.
   *
   * @param message with the route's id
   */
  public record Fault(String file, String message) {}

  /**
   * What brings the events of each connector.
   *
   * @param intakes how they come
   * @param brought of connectors whose events routes bring, the ids of these
   */
  public record Intakes(Map<String, Capability> intakes, Map<String, List<String>> brought) {
    /** The connectors of which a route is missing, with its id. */
    Map<String, String> missing(Collection<String> ids) {
      Map<String, String> missing = new LinkedHashMap<>();
      brought.forEach(
          (connector, named) ->
              named.stream()
                  .filter(id -> !ids.contains(id))
                  .findFirst()
                  .ifPresent(id -> missing.put(connector, id)));
      return missing;
    }
  }

  /**
   * Looks at files of routes.
   *
   * @param files text by name
   */
  public static List<Fault> faults(Map<String, String> files, Intakes intakes, Plugins plugins) {
    List<Fault> faults = new ArrayList<>();
    Map<String, String> ids = new LinkedHashMap<>();
    if (!files.isEmpty()) {
      compile(files, intakes, plugins, ids, faults);
    }
    intakes
        .missing(ids.keySet())
        .forEach(
            (connector, id) ->
                faults.add(
                    new Fault(
                        "routes",
                        "there is no route %s%s, which the connector %s names"
                            .formatted(id, Nearest.hint(id, ids.keySet()), connector))));
    return faults;
  }

  /**
   * What files speak of.
   *
   * @param connectors whose events enter a route of theirs
   * @param ids of all their routes
   */
  record Named(Set<String> connectors, Set<String> ids) {}

  /** Reads files that are known to be good. */
  static Named named(Map<String, String> files, Plugins plugins) {
    Set<String> connectors = new HashSet<>();
    Set<String> ids = new HashSet<>();
    if (!files.isEmpty()) {
      try (DefaultCamelContext camel = context(plugins)) {
        Map<RouteDefinition, String> routes = new LinkedHashMap<>();
        files.forEach((file, yaml) -> load(camel, file, yaml, routes, new ArrayList<>()));
        routes
            .keySet()
            .forEach(
                route -> {
                  connectors.add(RouteGuard.connectorOf(route));
                  ids.add(String.valueOf(route.getRouteId()));
                });
      } catch (IOException e) {
        throw new UncheckedIOException("routes were read, and their context does not end", e);
      }
    }
    return new Named(connectors, ids);
  }

  private static void compile(
      Map<String, String> files,
      Intakes intakes,
      Plugins plugins,
      Map<String, String> ids,
      List<Fault> faults) {
    try (DefaultCamelContext camel = context(plugins)) {
      Map<RouteDefinition, String> routes = new LinkedHashMap<>();
      files.forEach((file, yaml) -> load(camel, file, yaml, routes, faults));
      RouteDefinitionHelper.forceAssignIds(camel, List.copyOf(routes.keySet()));
      routes.forEach(
          (route, file) -> {
            RouteGuard.faults(route, intakes.intakes(), intakes.brought())
                .forEach(f -> faults.add(fault(file, route, f)));
            String other = route.getRouteId() == null ? null : ids.put(route.getRouteId(), file);
            if (other != null) {
              faults.add(fault(file, route, "another route has this id, in " + other));
            } else {
              compile(camel, route, file, plugins, faults);
            }
          });
    } catch (Exception e) {
      faults.add(new Fault(files.keySet().iterator().next(), rootMessage(e)));
    }
  }

  private static DefaultCamelContext context(Plugins plugins) {
    DefaultCamelContext camel = new DefaultCamelContext(false);
    camel.setApplicationContextClassLoader(plugins.loader());
    EntryComponent.SCHEMES.forEach(scheme -> camel.addComponent(scheme, new Nowhere()));
    camel.addComponent(CauserieComponent.SCHEME, new Nowhere());
    camel.getCamelContextExtension().setErrorHandlerFactory(RUNTIMES_OWN);
    camel.build();
    return camel;
  }

  private static void load(
      DefaultCamelContext camel,
      String file,
      String yaml,
      Map<RouteDefinition, String> routes,
      List<Fault> faults) {
    int configurations = camel.getRouteConfigurationDefinitions().size();
    try {
      PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file, yaml));
      if (camel.getRouteConfigurationDefinitions().size() > configurations) {
        faults.add(
            new Fault(
                file,
                "a routeConfiguration changes routes of other files, or not, by which of them is read first; write its steps in the routes themselves"));
      }
      if (camel.getCamelContextExtension().getErrorHandlerFactory() != RUNTIMES_OWN) {
        camel.getCamelContextExtension().setErrorHandlerFactory(RUNTIMES_OWN);
        faults.add(
            new Fault(
                file,
                "an errorHandler changes routes of other files, and what they could lose; the runtime itself retries, and keeps what fails"));
      }
    } catch (Exception e) {
      faults.add(new Fault(file, "not a route in Camel's YAML: " + rootMessage(e)));
    }
    camel.getRouteDefinitions().forEach(route -> routes.putIfAbsent(route, file));
  }

  private static void compile(
      DefaultCamelContext camel,
      RouteDefinition route,
      String file,
      Plugins plugins,
      List<Fault> faults) {
    try {
      RouteDefinitionHelper.prepareRoute(camel, route);
      // Of a context that has not been started: what a route is made of is made, and never runs.
      new DefaultModelReifierFactory().createRoute(camel, route);
    } catch (Exception e) {
      faults.add(
          fault(
              file,
              route,
              CamelArtifacts.of(e, camel.getVersion())
                  .map(m -> m.what() + "; " + plugins.remedy(m.coordinates()))
                  .orElseGet(() -> rootMessage(e))));
    }
  }

  private static Fault fault(String file, RouteDefinition route, String message) {
    return new Fault(file, "route %s: %s".formatted(route.getRouteId(), message));
  }

  static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  /** In the place of the components that take events in: nothing comes, nothing goes. */
  private static final class Nowhere extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(
        String uri, String remaining, Map<String, Object> parameters) {
      return new DefaultEndpoint(uri, this) {
        @Override
        public Producer createProducer() {
          throw new UnsupportedOperationException("nothing runs in a check");
        }

        @Override
        public Consumer createConsumer(Processor processor) {
          throw new UnsupportedOperationException("nothing runs in a check");
        }
      };
    }
  }
}
