package io.causerie.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie deliveries}: what goes outside, and what of it waits for an operator. */
@Command(
    name = "deliveries",
    description = {
      "Lists what goes outside and the jobs that follow a commit.",
      "What is dead, or in doubt, is tried again or discarded."
    },
    mixinStandardHelpOptions = true)
final class DeliveriesCommand {
  private static final String PATH = "/api/v1/deliveries";

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists them, the newest first; all that are not done.")
  int list(
      @Mixin Remote remote,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only these: due, claimed, in-doubt, done, dead")
          @Nullable String state,
      @Option(names = "--channel", paramLabel = "NAME", description = "Only of this channel")
          @Nullable String channel)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String format = "%-13s  %-16s  %-8s  %8s  %-28s  %s%n";
    String query = "?limit=100" + of("state", state) + of("channel", channel);
    remote.list(
        PATH + query,
        () -> out.printf(format, "ID", "CHANNEL", "STATE", "ATTEMPTS", "DUE", "TARGET, SUBJECT"),
        item -> {
          String target = item.path("target").asText();
          out.printf(
              format,
              item.path("id").asText(),
              item.path("channel").asText(),
              item.path("state").asText(),
              item.path("attempts").asText(),
              item.path("due").asText(),
              (target.isEmpty() ? "" : target + ", ") + item.path("subject").asText());
          if (item.has("failure")) {
            out.printf("    %s%n", item.path("failure").asText());
          }
        });
    out.flush();
    return 0;
  }

  @Command(name = "retry", description = "Tries dead ones, and ones in doubt, again at once.")
  int retry(
      @Mixin Remote remote,
      @Mixin Which which,
      @Option(names = "--reason", description = "Kept in the audit") @Nullable String reason)
      throws Exception {
    ObjectNode body = which.body(spec);
    if (reason != null) {
      body.put("reason", reason);
    }
    JsonNode answer = remote.post(PATH + "/retry", body);
    return printed(answer.path("retried").asInt(), "tried again");
  }

  @Command(name = "discard", description = "Leaves dead ones, and ones in doubt, at that.")
  int discard(
      @Mixin Remote remote,
      @Mixin Which which,
      @Option(names = "--reason", required = true, description = "Kept in the audit") String reason)
      throws Exception {
    JsonNode answer = remote.post(PATH + "/discard", which.body(spec).put("reason", reason));
    return printed(answer.path("discarded").asInt(), "discarded");
  }

  private int printed(int count, String what) {
    spec.commandLine().getOut().printf("%d %s%n", count, what);
    spec.commandLine().getOut().flush();
    return count > 0 ? 0 : 1;
  }

  private static String of(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Which deliveries are meant; what is not said does not mean all. */
  static final class Which {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "These")
    private List<String> ids = List.of();

    @Option(
        names = "--channel",
        paramLabel = "NAME",
        description = "Or all of this channel, with --state")
    private @Nullable String channel;

    @Option(names = "--state", paramLabel = "STATE", description = "dead or in-doubt")
    private @Nullable String state;

    ObjectNode body(CommandSpec spec) {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      if (!ids.isEmpty() && channel == null && state == null) {
        ids.forEach(body.putArray("ids")::add);
      } else if (ids.isEmpty() && channel != null && state != null) {
        body.put("channel", channel).put("state", state);
      } else {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "say which: their ids, or --channel together with --state");
      }
      return body;
    }
  }
}
