package io.causerie.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SplitDefinition;

/** Refuses a route that brings a connector's events and could lose one, or is not watched. */
final class BroughtGuard {
  /** They are no sources, and hold nothing that a restart would find. */
  private static final Set<String> NO_SOURCE =
      Set.of(
          "direct",
          "seda",
          "vm",
          "disruptor",
          EntryComponent.PUSH,
          EntryComponent.POLL,
          EntryComponent.SUBSCRIBE,
          CauserieComponent.SCHEME);

  /** What components need to give an event again that did not come through. */
  private static final Map<String, String> GIVES_AGAIN =
      Map.of(
          "kafka", "breakOnFirstError=true",
          "jms", "transacted=true",
          "sjms", "transacted=true",
          "sjms2", "transacted=true",
          "activemq", "transacted=true",
          "activemq6", "transacted=true",
          "amqp", "transacted=true");

  private BroughtGuard() {}

  static List<String> faults(RouteDefinition route, String connector) {
    List<String> faults = new ArrayList<>();
    String from = route.getInput().getEndpointUri();
    String scheme = from.split(":", 2)[0];
    String needed = GIVES_AGAIN.get(scheme);
    if (NO_SOURCE.contains(scheme)) {
      faults.add(
          "begin it where its events come from, with a component such as file or jms; `%s` is no source"
              .formatted(scheme));
    } else if (needed != null && !from.contains(needed)) {
      faults.add(
          "`%s` goes on after an event that did not come through, which is lost then; add the parameter %s"
              .formatted(scheme, needed.replace("=", ": ")));
    }
    RouteGuard.walk(route.getOutputs(), faults, BroughtGuard::splitsInOrder);
    String last = last(route.getOutputs());
    if (!last.equals(CauserieComponent.SCHEME + ":" + connector)) {
      faults.add(
          "it ends in %s; let its last step be `to: causerie:%s`".formatted(last, connector));
    }
    return faults;
  }

  /** One part after the other, and the whole is given again if one does not come through. */
  private static boolean splitsInOrder(ProcessorDefinition<?> step) {
    return step instanceof SplitDefinition split
        && "true".equals(split.getStopOnException())
        && !"true".equals(split.getParallelProcessing())
        && split.getAggregationStrategy() == null;
  }

  private static String last(List<ProcessorDefinition<?>> steps) {
    if (steps.isEmpty()) {
      return "nothing";
    }
    ProcessorDefinition<?> step = steps.get(steps.size() - 1);
    return step instanceof SplitDefinition ? last(step.getOutputs()) : RouteGuard.uri(step);
  }

  /**
   * Of a route that feeds a connector which has routes of its own: it is neither watched nor
   * paused.
   */
  static List<String> unwatched(RouteDefinition route, Map<String, List<String>> brought) {
    Set<String> fed = new TreeSet<>();
    feeds(route.getOutputs(), fed);
    fed.retainAll(brought.keySet());
    return fed.stream()
        .map(
            connector ->
                "it feeds connector %s and is not one of its routes; name it there, in `config: { route: [...] }`"
                    .formatted(connector))
        .toList();
  }

  private static void feeds(List<ProcessorDefinition<?>> steps, Set<String> fed) {
    for (ProcessorDefinition<?> step : steps) {
      String uri = RouteGuard.uri(step);
      if (uri.startsWith(CauserieComponent.SCHEME + ":")) {
        fed.add(uri.substring(CauserieComponent.SCHEME.length() + 1));
      }
      feeds(step.getOutputs(), fed);
    }
  }
}
