package io.causerie.runtime;

import io.causerie.engine.ingest.Ingest;
import io.causerie.spi.Capability;
import io.causerie.spi.Plugins;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes that run: those of the integrator's files, file by file, and a straight one for each
 * connector that has none there. A file is put up and taken down as a whole, beside the others that
 * go on.
 */
final class RouteShelf implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RouteShelf.class);

  private final DefaultCamelContext camel = new DefaultCamelContext(false);
  private final long longestMillis;
  private final Map<String, Loaded> files = new LinkedHashMap<>();

  /** Connectors with a straight route, and where their events enter it. */
  private final Map<String, String> straight = new HashMap<>();

  /** What a file has put up. */
  private record Loaded(
      String yaml,
      List<RouteDefinition> routes,
      List<RouteConfigurationDefinition> configurations) {}

  /**
   * @param made told of each route of a file before it runs
   * @param longest so long what is under way may take to its end
   */
  RouteShelf(
      EntryComponent entries,
      Ingest ingest,
      Plugins plugins,
      Consumer<RouteDefinition> made,
      Duration longest) {
    this.longestMillis = longest.toMillis();
    camel.setApplicationContextClassLoader(plugins.loader());
    EntryComponent.SCHEMES.forEach(scheme -> camel.addComponent(scheme, entries));
    camel.addComponent(CauserieComponent.SCHEME, new CauserieComponent(ingest));
    // The runtime alone decides on a retry or on `failed`.
    camel.getCamelContextExtension().setErrorHandlerFactory(new NoErrorHandlerDefinition());
    camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
    camel.getShutdownStrategy().setTimeout(longestMillis);
    camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    camel.build();
    camel
        .getRegistry()
        .bind(
            "causerie-shelf",
            RouteBuilderLifecycleStrategy.class,
            new RouteBuilderLifecycleStrategy() {
              @Override
              public void afterConfigure(RouteBuilder builder) {
                builder.getRouteCollection().getRoutes().forEach(made);
              }
            });
  }

  RouteController controller() {
    return camel.getRouteController();
  }

  void start() {
    camel.start();
  }

  /** All files that are up. */
  Set<String> files() {
    return Set.copyOf(files.keySet());
  }

  /** The files that say something else than those that are up, or are new, or are gone. */
  Set<String> differing(Map<String, String> wanted) {
    Set<String> differing = new HashSet<>(files.keySet());
    differing.addAll(wanted.keySet());
    differing.removeIf(
        file -> {
          Loaded up = files.get(file);
          return up != null && up.yaml().equals(wanted.get(file));
        });
    return differing;
  }

  /** What is up now of some files, to be put up again. */
  Map<String, String> texts(Set<String> some) {
    Map<String, String> texts = new LinkedHashMap<>();
    files.forEach(
        (file, loaded) -> {
          if (some.contains(file)) {
            texts.put(file, loaded.yaml());
          }
        });
    return texts;
  }

  /** The connectors whose events enter a route of some files, and the ids of all routes there. */
  Set<String> entered(Set<String> some) {
    return definitions(some).stream()
        .map(RouteGuard::connectorOf)
        .filter(connector -> !connector.isEmpty())
        .collect(Collectors.toSet());
  }

  Set<String> ids(Set<String> some) {
    return definitions(some).stream().map(RouteDefinition::getRouteId).collect(Collectors.toSet());
  }

  private List<RouteDefinition> definitions(Set<String> some) {
    return some.stream()
        .map(files::get)
        .filter(Objects::nonNull)
        .flatMap(loaded -> loaded.routes().stream())
        .toList();
  }

  /**
   * Puts a file up.
   *
   * @throws RouteException naming it, if its routes do not parse or do not start
   */
  void put(String file, String yaml) {
    Set<RouteDefinition> before = new HashSet<>(camel.getRouteDefinitions());
    Set<RouteConfigurationDefinition> configured =
        new HashSet<>(camel.getRouteConfigurationDefinitions());
    try {
      PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file, yaml));
    } catch (Exception e) {
      throw new RouteException(
          file + ": not a route in Camel's YAML: " + RouteCheck.rootMessage(e), e);
    } finally {
      // Also what came of one that failed halfway: it is to be taken down.
      files.put(
          file,
          new Loaded(
              yaml,
              camel.getRouteDefinitions().stream().filter(r -> !before.contains(r)).toList(),
              camel.getRouteConfigurationDefinitions().stream()
                  .filter(c -> !configured.contains(c))
                  .toList()));
    }
  }

  /** Takes a file down; what is under way in its routes comes to its end. */
  void take(String file) {
    Loaded loaded = files.remove(file);
    if (loaded == null) {
      return;
    }
    for (RouteDefinition route : loaded.routes()) {
      take(route);
    }
    for (RouteConfigurationDefinition configuration : loaded.configurations()) {
      try {
        camel.removeRouteConfiguration(configuration);
      } catch (Exception e) {
        throw new RouteException(file + ": " + RouteCheck.rootMessage(e), e);
      }
    }
  }

  private void take(RouteDefinition route) {
    String id = route.getRouteId();
    try {
      if (id != null && camel.getRoute(id) != null) {
        camel.getRouteController().stopRoute(id, longestMillis, TimeUnit.MILLISECONDS);
        camel.removeRoute(id);
      }
      camel.removeRouteDefinition(route);
    } catch (Exception e) {
      throw new RouteException("route " + id + " does not end: " + RouteCheck.rootMessage(e), e);
    }
  }

  /** Lets the events of a connector enter a route without any step, if they do not yet. */
  void straight(String connector, Capability intake) {
    String entry = RouteGuard.entry(intake);
    if (entry.equals(straight.get(connector))) {
      return;
    }
    notStraight(connector);
    try {
      camel.addRoutes(
          new RouteBuilder() {
            @Override
            public void configure() {
              from(entry + ":" + connector)
                  .routeId(connector)
                  .to(CauserieComponent.SCHEME + ":" + connector);
            }
          });
      straight.put(connector, entry);
    } catch (Exception e) {
      throw new RouteException(
          "the route of connector " + connector + " cannot be made: " + e.getMessage(), e);
    }
  }

  void notStraight(String connector) {
    if (straight.remove(connector) != null) {
      new ArrayList<>(camel.getRouteDefinitions())
          .stream().filter(route -> connector.equals(route.getRouteId())).forEach(this::take);
    }
  }

  @Override
  public void close() {
    camel.stop();
    LOG.debug("the routes have ended");
  }
}
