package io.causerie.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie connectors}: what the connectors of a running server do. */
@Command(
    name = "connectors",
    description = {
      "Shows what each connector of a running server does, and its last error with a remedy.",
      "Ends with 1 if one of them is broken.",
      "With a name and an action it does that first."
    },
    mixinStandardHelpOptions = true)
final class ConnectorsCommand implements Callable<Integer> {
  /** What can be done; {@code docs/operations.md} says what happens then. */
  enum Action {
    RUN,
    PAUSE,
    RESUME,
    BACKFILL,
    RECONCILE,
    CONFIRM,
    DISMISS,
    BULK_LOAD,
    END_BULK_LOAD;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Only this one")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ACTION",
      description = "Do this with it first: ${COMPLETION-CANDIDATES}")
  private @Nullable Action action;

  /** What each connector has to do, by the names of the HTTP API. */
  enum Duty {
    POLL("poll"),
    SUBSCRIBE("subscribe"),
    READ_BACK("readBack"),
    BACKFILL("backfill"),
    CENSUS("census");

    private final String word;

    Duty(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  @Option(
      names = "--duty",
      paramLabel = "DUTY",
      description = "Run, pause or resume only this one of its duties: ${COMPLETION-CANDIDATES}")
  private @Nullable Duty duty;

  @Option(
      names = "--stopped",
      paramLabel = "MOMENT",
      description = "Which reconciliation to confirm: since when it is stopped")
  private @Nullable String stopped;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "PT1H",
      description = "How long a bulk load lasts (default: ${DEFAULT-VALUE})")
  private String time = "PT1H";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for a bulk load")
  private @Nullable String reason;

  @Mixin private Remote remote;

  @Option(names = "--json", description = "As the HTTP API gives it")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JsonNode items = items();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(items.toPrettyString());
    } else {
      print(out, items);
      if (name != null) {
        unmapped(out, remote.get(one() + "/unmapped"));
      }
    }
    out.flush();
    for (JsonNode item : items) {
      if (item.path("state").asText().equals("broken")) {
        return 1;
      }
    }
    return 0;
  }

  private JsonNode items() throws IOException, InterruptedException {
    if (name == null) {
      return remote.get("/api/v1/connectors").path("items");
    }
    return JsonNodeFactory.instance
        .arrayNode()
        .add(action == null ? remote.get(one()) : done(one()));
  }

  private String one() {
    return "/api/v1/connectors/"
        + URLEncoder.encode(Objects.requireNonNull(name), StandardCharsets.UTF_8);
  }

  private JsonNode done(String one) throws IOException, InterruptedException {
    String bulkLoad = one + "/" + Action.BULK_LOAD;
    if (action == Action.BULK_LOAD) {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("for", time);
      if (reason != null) {
        body.put("reason", reason);
      }
      return remote.put(bulkLoad, body);
    }
    return action == Action.END_BULK_LOAD
        ? remote.delete(bulkLoad)
        : remote.post(one + part() + "/" + action + query());
  }

  private String part() {
    return duty == null ? "" : "/duties/" + duty;
  }

  private String query() {
    return stopped == null ? "" : "?stopped=" + URLEncoder.encode(stopped, StandardCharsets.UTF_8);
  }

  private static void print(PrintWriter out, JsonNode items) {
    out.printf(
        "%-24s %-12s %-9s %-10s %-8s %-8s %-22s %s%n",
        "CONNECTOR", "KIND", "STATE", "LAG", "HOUR", "FAILED", "LAST SUCCESS", "NEXT RUN");
    for (JsonNode item : items) {
      out.printf(
          "%-24s %-12s %-9s %-10s %-8s %-8s %-22s %s%n",
          item.path("name").asText(),
          item.path("kind").asText(),
          item.path("state").asText(),
          lag(item.path("lag")),
          item.path("lastHour").asText(),
          item.at("/lastDay/failed").asText(),
          item.path("lastSuccess").asText("-"),
          item.path("nextRun").asText("-"));
      if (item.has("bulkLoad")) {
        out.printf(
            "    bulk load until %s, announced by %s: nobody is told%n",
            item.at("/bulkLoad/until").asText(), item.at("/bulkLoad/by").asText());
      }
      if (item.has("warning")) {
        out.printf("    %s%n", item.path("warning").asText());
      }
      if (item.has("connectedSince")) {
        out.printf(
            "    connected since %s, last events %s%n",
            item.path("connectedSince").asText(), item.path("lastEvents").asText("-"));
      }
      if (item.has("break")) {
        out.printf(
            "    at %s its source had not delivered everything: %s%n    %s%n",
            item.at("/break/at").asText(),
            item.at("/break/message").asText(),
            item.at("/break").has("mended")
                ? "made good by the reconciliation of " + item.at("/break/mended").asText()
                : "a reconciliation makes it good, by itself");
      }
      if (item.has("still")) {
        out.printf("    %s%n", item.at("/still/message").asText());
      }
      duties(out, item.path("duties"));
      gone(out, item.path("reconciliation"));
      if (item.has("reconciliationAsked")) {
        out.printf("    reconciliation: asked for, it begins at once%n");
      }
    }
  }

  /** What each duty waits for or fails with; of the others there is nothing to tell. */
  private static void duties(PrintWriter out, JsonNode duties) {
    for (JsonNode duty : duties) {
      String name = duty.path("duty").asText();
      String state = duty.path("state").asText();
      long waiting = duty.path("waiting").asLong();
      if (state.equals("running") || waiting > 0 || duty.has("failure") || duty.has("paused")) {
        out.printf(
            "    %-9s %-9s %s%s%n",
            name,
            state,
            duty.has("nextRun") ? "next " + duty.path("nextRun").asText() : "",
            waiting > 0 ? "  " + waiting + " waiting" : "");
      }
      String of =
          switch (name) {
            case "poll", "subscribe" -> "";
            case "census" -> "reconciliation: ";
            default -> name + ": ";
          };
      print(out, of, duty.path("failure"));
    }
  }

  private static void unmapped(PrintWriter out, JsonNode found) {
    StringJoiner types = new StringJoiner(", ");
    found
        .path("items")
        .forEach(
            type ->
                types.add(
                    "%s (%d)".formatted(type.path("type").asText(), type.path("events").asLong())));
    if (types.length() > 0) {
      int others = found.path("others").asInt();
      out.printf(
          "    come and are not mapped: %s%s%n",
          types, others > 0 ? " and %d other types".formatted(others) : "");
    }
  }

  private static void gone(PrintWriter out, JsonNode reconciliation) {
    JsonNode keys = reconciliation.path("goneKeys");
    if (keys.isEmpty()) {
      return;
    }
    StringJoiner told = new StringJoiner(", ");
    keys.forEach(key -> told.add(key.asText()));
    long more = reconciliation.path("gone").asLong() - keys.size();
    out.printf(
        "    gone: %s%s%n    confirm --stopped %s%n",
        told, more > 0 ? " and " + more + " more" : "", reconciliation.path("stopped").asText());
  }

  private static void print(PrintWriter out, String of, JsonNode failure) {
    if (!failure.isMissingNode()) {
      out.printf(
          "    %s%s%n    %s%n",
          of, failure.path("message").asText(), failure.path("remedy").asText());
    }
  }

  private static String lag(JsonNode lag) {
    if (lag.isMissingNode()) {
      return "-";
    }
    String time = Duration.ofSeconds(lag.path("seconds").asLong()).toString().substring(2);
    return lag.path("events").asLong() > 0 ? time + ", " + lag.path("events").asText() : time;
  }
}
