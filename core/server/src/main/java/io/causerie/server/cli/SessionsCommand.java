package io.causerie.server.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie sessions}: who is let in by a running server, and who is not any more. */
@Command(
    name = "sessions",
    description = {
      "Lists and ends what lets somebody in today: tokens, browsers that signed in, frames.",
      "Asks the running server, so that it need not be stopped."
    },
    mixinStandardHelpOptions = true)
final class SessionsCommand {
  private static final String PATH = "/api/v1/sessions";

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists them, the newest first.")
  int list(@Mixin Remote remote) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String format = "%-16s  %-8s  %-20s  %-16s  %-20s  %-30s  %s%n";
    remote.list(
        PATH + "?limit=100",
        () -> out.printf(format, "ID", "KIND", "NAME", "PERSON", "SCOPES", "SINCE", "UNTIL"),
        item -> {
          List<String> scopes = new ArrayList<>();
          item.path("scopes").forEach(scope -> scopes.add(scope.asText()));
          out.printf(
              format,
              item.path("id").asText(),
              item.path("kind").asText(),
              item.path("name").asText(),
              item.path("person").asText(),
              String.join(" ", scopes),
              item.path("created").asText(),
              item.path("expires").asText("no end"));
        });
    out.flush();
    return 0;
  }

  @Command(
      name = "end",
      description = "Ends one at once; a token takes the browsers along that signed in with it.")
  int end(@Mixin Remote remote, @Parameters(paramLabel = "ID") String id) throws Exception {
    remote.delete(PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    spec.commandLine().getOut().println("ended");
    spec.commandLine().getOut().flush();
    return 0;
  }
}
