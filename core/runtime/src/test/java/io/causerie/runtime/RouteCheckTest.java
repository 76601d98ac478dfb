package io.causerie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.spi.Capability;
import io.causerie.spi.Plugins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteCheckTest {
  private static final Plugins PLUGINS =
      new Plugins(RouteCheckTest.class.getClassLoader(), "/opt/causerie/plugins");

  @TempDir Path folder;

  private static String route(String id, String from, String... steps) {
    StringBuilder yaml =
        new StringBuilder(
            "- route:\n    id: %s\n    from:\n      uri: %s\n      steps:\n".formatted(id, from));
    for (String step : steps) {
      yaml.append("        - ").append(step).append('\n');
    }
    return yaml.toString();
  }

  private static String to(String uri) {
    return "to: { uri: '%s' }".formatted(uri);
  }

  private static final RouteCheck.Intakes CONNECTORS =
      new RouteCheck.Intakes(Map.of("orders", Capability.PUSH, "stock", Capability.POLL), Map.of());

  /** Of which routes bring the events of one. */
  private static final RouteCheck.Intakes BROUGHT =
      new RouteCheck.Intakes(
          Map.of("orders", Capability.PUSH, "notes", Capability.ROUTE),
          Map.of("notes", List.of("notes-in")));

  private static List<String> faults(String... files) {
    return faults(CONNECTORS, files);
  }

  private static List<String> faults(RouteCheck.Intakes intakes, String... files) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String yaml : files) {
      all.put("routes/%d.yaml".formatted(all.size() + 1), yaml);
    }
    return RouteCheck.faults(all, intakes, PLUGINS).stream()
        .map(f -> f.file() + ": " + f.message())
        .collect(Collectors.toList());
  }

  @Test
  void goodRoutesHaveNoFaultsAndDoNotRun() throws Exception {
    Path file = folder.resolve("in/note.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not to be read by a check");

    assertThat(
            faults(
                route(
                    "mine",
                    "causerie-push:orders",
                    "filter: { expression: { simple: { expression: \"${header.ce-subject} == 'x'\" } }, steps: [ { stop: {} } ] }",
                    to("causerie:orders")),
                route(
                    "drop", "file:" + file.getParent() + "?initialDelay=0", to("causerie:orders")),
                route("tick", "timer:tick?period=1", to("file:" + folder.resolve("out"))),
                route("slow", "scheduler:slow", to("direct:tick"))))
        .isEmpty();
    assertThat(file).exists();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void everyFaultOfEveryFileIsToldAtOnce() {
    assertThat(
            faults(
                route("a", "causerie-push:orders", to("sftp:host/in"), to("causerie:orders")),
                route("b", "causerie-push:stock", to("causerie:stock")),
                route("c", "causerie-push:ordrs", to("causerie:ordrs")),
                "- route: { id: d, from: { uri: 'causerie-push:orders', steps: [ { nosuch: {} } ] } }",
                route(
                    "e",
                    "direct:x",
                    "split: { expression: { simple: { expression: '${body}' } }, steps: [ { to: { uri: 'log:x' } } ] }"),
                route("f", "timer:x?perod=1000", to("log:x")),
                route("f", "timer:y", to("log:x"))))
        .anyMatch(
            f ->
                f.startsWith(
                    "routes/1.yaml: route a: there is no component `sftp`; put the jar of org.apache.camel:camel-ftp:4.22.0 into /opt/causerie/plugins and start again"))
        .anyMatch(f -> f.equals("routes/2.yaml: route b: begin it with causerie-poll:stock"))
        .anyMatch(
            f ->
                f.startsWith(
                    "routes/3.yaml: route c: there is no connector ordrs (did you mean 'orders'?)"))
        .anyMatch(f -> f.startsWith("routes/4.yaml: ") && f.contains("nosuch"))
        .anyMatch(f -> f.startsWith("routes/5.yaml: route e: the step `split`"))
        .anyMatch(f -> f.startsWith("routes/6.yaml: route f: ") && f.contains("perod"))
        .anyMatch(
            f ->
                f.startsWith(
                    "routes/7.yaml: route f: another route has this id, in routes/6.yaml"));
  }

  /** What it does to a route of another file hangs on which of them is read first. */
  @Test
  void configurationOfAllRoutesIsRefusedWhereverItStands() {
    String route = route("mine", "causerie-push:orders", to("causerie:orders"));
    String configuration =
        """
        - routeConfiguration:
            interceptFrom:
              - interceptFrom:
                  steps:
                    - filter: { simple: "${header.ce-subject} == 'noise'", steps: [ { stop: {} } ] }
        """;

    assertThat(faults(configuration, route))
        .anyMatch(f -> f.startsWith("routes/1.yaml: a routeConfiguration changes routes"));
    assertThat(faults(route, configuration))
        .anyMatch(f -> f.startsWith("routes/2.yaml: a routeConfiguration changes routes"));
  }

  @Test
  void errorHandlerForAllRoutesIsRefusedWhereverItStands() {
    String route = route("mine", "causerie-push:orders", to("causerie:orders"));
    String handler = "- errorHandler: { deadLetterChannel: { deadLetterUri: 'log:dead' } }\n";

    assertThat(faults(handler, route))
        .anyMatch(f -> f.startsWith("routes/1.yaml: an errorHandler changes routes of other"));
    assertThat(faults(route, handler))
        .anyMatch(f -> f.startsWith("routes/2.yaml: an errorHandler changes routes of other"));
    assertThat(faults(route, route("other", "timer:x", "log: 'x'"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{{env:A_NONE:direct:x}}", "{{env:A_NONE:seda:x}}", "{{env:SCHEME}}:x"})
  void componentBehindAPlaceholderIsRefused(String uri) {
    assertThat(faults(BROUGHT, route("notes-in", "'" + uri + "'", to("causerie:notes"))))
        .anyMatch(f -> f.contains("name the component itself before the placeholder"));
    assertThat(faults(route("mine", "causerie-push:orders", to(uri), to("causerie:orders"))))
        .anyMatch(f -> f.contains("name the component itself before the placeholder"));
    assertThat(faults(BROUGHT, route("notes-in", "'file:{{env:A_NONE:in}}'", to("causerie:notes"))))
        .isEmpty();
  }

  @Test
  void languageAndDataFormatThatAreMissingAreNamedToo() {
    assertThat(
            faults(
                route(
                    "a", "timer:x", "setBody: { expression: { jsonpath: { expression: '$.x' } } }"),
                route("b", "timer:y", "unmarshal: { csv: {} }")))
        .anyMatch(
            f ->
                f.contains(
                    "there is no language `jsonpath`; put the jar of org.apache.camel:camel-jsonpath:4.22.0 into"))
        .anyMatch(
            f ->
                f.contains(
                    "there is no data format `csv`; put the jar of org.apache.camel:camel-csv:4.22.0 into"));
  }

  @Test
  void routeThatBringsEventsIsGoodWhereNothingIsLost() {
    String lines = "split: { tokenize: { token: \"\\n\" }, stopOnException: %s, steps: [ %s ] }";
    String home = "{ to: { uri: 'causerie:notes' } }";

    assertThat(faults(BROUGHT, route("notes-in", "file:in", "log: 'x'", to("causerie:notes"))))
        .isEmpty();
    assertThat(faults(BROUGHT, route("notes-in", "file:in", lines.formatted("true", home))))
        .isEmpty();
    assertThat(faults(BROUGHT, route("notes-in", "file:{{env:PATH}}", to("causerie:notes"))))
        .as("what the environment says")
        .isEmpty();
    assertThat(faults(BROUGHT, route("notes-in", "file:in", lines.formatted("false", home))))
        .singleElement()
        .asString()
        .contains("the step `split` could lose, delay or multiply an event");
    assertThat(faults(BROUGHT, route("notes-in", "file:in", "wireTap: { uri: 'log:x' }")))
        .anyMatch(f -> f.contains("the step `wireTap` could lose"))
        .anyMatch(
            f -> f.contains("it ends in `wireTap`; let its last step be `to: causerie:notes`"));
  }

  @Test
  void routeThatBringsEventsHasASourceThatGivesThemAgain() {
    assertThat(faults(BROUGHT, route("notes-in", "seda:x", to("causerie:notes"))))
        .anyMatch(f -> f.contains("`seda` is no source"));
    assertThat(faults(BROUGHT, route("notes-in", "kafka:orders", to("causerie:notes"))))
        .anyMatch(
            f ->
                f.contains(
                    "`kafka` goes on after an event that did not come through, which is lost then; add"
                        + " the parameter breakOnFirstError: true"))
        .anyMatch(f -> f.contains("camel-kafka"));
    assertThat(
            faults(
                BROUGHT,
                route("notes-in", "kafka:orders?breakOnFirstError=true", to("causerie:notes"))))
        .noneMatch(f -> f.contains("goes on after"));
  }

  @Test
  void connectorWhoseEventsRoutesBringHasThoseAndNoOther() {
    String home = route("notes-in", "file:in", to("causerie:notes"));

    assertThat(faults(BROUGHT))
        .containsExactly("routes: there is no route notes-in, which the connector notes names");
    assertThat(faults(BROUGHT, home, route("stranger", "file:other", to("causerie:notes"))))
        .singleElement()
        .asString()
        .contains("route stranger: it feeds connector notes and is not one of its routes");
    assertThat(faults(BROUGHT, home, route("pushed", "causerie-push:notes", to("causerie:notes"))))
        .anyMatch(f -> f.contains("brought by its own route; begin that with a component"));
  }
}
