package io.causerie.runtime;

import io.causerie.model.yaml.Nearest;
import io.causerie.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;

/**
 * Refuses, at start, a route in which an event could still be under way when its source is
 * answered, or be multiplied. A step that is not known to be safe is refused.
 */
final class RouteGuard {
  private static final Set<String> SAFE =
      Set.of(
          "to",
          "filter",
          "choice",
          "when",
          "otherwise",
          "whenSkipSendToEndpoint",
          "setHeader",
          "setHeaders",
          "setBody",
          "setProperty",
          "setVariable",
          "setVariables",
          "removeHeader",
          "removeHeaders",
          "removeProperty",
          "removeProperties",
          "removeVariable",
          "transform",
          "convertBodyTo",
          "convertHeaderTo",
          "convertVariableTo",
          "enrich",
          "bean",
          "process",
          "log",
          "throttle",
          "doTry",
          "doCatch",
          "doFinally",
          "script",
          "unmarshal",
          "marshal",
          "validate",
          "stop",
          "throwException",
          "step",
          "pipeline",
          "tokenizer",
          "claimCheck");

  private RouteGuard() {}

  /**
   * What is wrong with a route, by where it begins.
   *
   * @param intakes of each connector, how its events come
   * @param brought of connectors whose events routes bring, the ids of these
   */
  static List<String> faults(
      RouteDefinition route, Map<String, Capability> intakes, Map<String, List<String>> brought) {
    String from = route.getInput().getEndpointUri();
    if (isHidden(from)) {
      return List.of(hidden(from));
    }
    for (Map.Entry<String, List<String>> each : brought.entrySet()) {
      if (each.getValue().contains(route.getRouteId())) {
        return BroughtGuard.faults(route, each.getKey());
      }
    }
    String connector = connectorOf(route);
    if (connector.isEmpty()) {
      List<String> unwatched = BroughtGuard.unwatched(route, brought);
      if (!unwatched.isEmpty()) {
        return unwatched;
      }
      return from.startsWith("direct:") || from.startsWith("seda:") ? steps(route) : List.of();
    }
    List<String> faults = new ArrayList<>(check(route, connector));
    Capability intake = intakes.get(connector);
    if (intake == null) {
      faults.add(
          "there is no connector %s%s"
              .formatted(connector, Nearest.hint(connector, intakes.keySet())));
    } else if (intake == Capability.ROUTE) {
      faults.add(
          "the events of connector %s are brought by its own route; begin that with a component"
              .formatted(connector));
    } else if (!from.startsWith(entry(intake) + ":")) {
      faults.add("begin it with %s:%s".formatted(entry(intake), connector));
    }
    return faults;
  }

  /** Where the events of a connector enter its route. */
  static String entry(Capability intake) {
    return switch (intake) {
      case POLL -> EntryComponent.POLL;
      case SUBSCRIBE -> EntryComponent.SUBSCRIBE;
      default -> EntryComponent.PUSH;
    };
  }

  /** The connector whose events a route takes; empty for a route of another kind. */
  static String connectorOf(RouteDefinition route) {
    String[] from = route.getInput().getEndpointUri().split(":", 2);
    return EntryComponent.SCHEMES.contains(from[0]) ? from[1].replaceFirst("^/*", "") : "";
  }

  /** What is wrong with a route that begins with {@code causerie-push:<connector>}. */
  private static List<String> check(RouteDefinition route, String connector) {
    List<String> faults = new ArrayList<>(steps(route));
    List<ProcessorDefinition<?>> outputs = route.getOutputs();
    String last = outputs.isEmpty() ? "nothing" : uri(outputs.get(outputs.size() - 1));
    if (!last.equals(CauserieComponent.SCHEME + ":" + connector)) {
      faults.add(
          "it ends in %s; let its last step be `to: causerie:%s`".formatted(last, connector));
    }
    return faults;
  }

  /** What is wrong with the steps of any route an event can come through. */
  private static List<String> steps(RouteDefinition route) {
    List<String> faults = new ArrayList<>();
    walk(route.getOutputs(), faults, step -> false);
    return faults;
  }

  /**
   * Looks at steps and those within.
   *
   * @param safe what is safe there beside what is anywhere
   */
  static void walk(
      List<ProcessorDefinition<?>> outputs,
      List<String> faults,
      Predicate<ProcessorDefinition<?>> safe) {
    for (ProcessorDefinition<?> step : outputs) {
      String name = step.getShortName();
      if (!SAFE.contains(name) && !safe.test(step)) {
        faults.add(
            "the step `%s` could lose, delay or multiply an event; %s"
                .formatted(name, advice(name)));
      }
      // Camel makes a wire tap of the same stuff; it has been told of by its own name.
      if (step instanceof ToDynamicDefinition && !(step instanceof WireTapDefinition)) {
        faults.add("the step `toD` goes where an event says; use `to` with a fixed address");
      } else if (step instanceof ToDefinition to) {
        address(to, faults);
      }
      walk(step.getOutputs(), faults, safe);
    }
  }

  /** A placeholder may stand behind the name of a component, which is looked at here. */
  private static boolean isHidden(String uri) {
    return uri.split(":", 2)[0].contains("{{");
  }

  private static String hidden(String uri) {
    return "name the component itself before the placeholder of `%s`, such as file:{{env:FOLDER}}"
        .formatted(uri);
  }

  private static void address(ToDefinition to, List<String> faults) {
    String uri = String.valueOf(to.getEndpointUri());
    if (isHidden(uri)) {
      faults.add(hidden(uri));
    }
    boolean leaves =
        "InOnly".equals(to.getPattern())
            || uri.contains("exchangePattern=InOnly")
            || uri.contains("waitForTaskToComplete=Never");
    if (leaves) {
      faults.add(
          "the step `to: %s` does not wait, so the event would be answered before it is stored; let it wait"
              .formatted(uri));
    }
  }

  private static String advice(String name) {
    return switch (name) {
      case "aggregate", "resequence" ->
          "an event must be stored on its own; group what people see with the mapping instead";
      case "wireTap",
          "multicast",
          "recipientList",
          "split",
          "loop",
          "routingSlip",
          "dynamicRouter" ->
          "send a copy from the source, or from a connector of its own";
      case "delay", "threads", "sampling", "circuitBreaker", "saga" ->
          "the runtime itself retries and limits";
      default -> "known as safe are " + String.join(", ", new java.util.TreeSet<>(SAFE));
    };
  }

  static String uri(ProcessorDefinition<?> step) {
    if (step instanceof ToDefinition to) {
      String uri = String.valueOf(to.getEndpointUri());
      return uri.replaceFirst("^causerie:/*", "causerie:");
    }
    return "`" + step.getShortName() + "`";
  }
}
