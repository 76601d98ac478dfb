package io.causerie.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie people}: what an operator does with persons. */
@Command(
    name = "people",
    description = "Erases persons who have left. Asks the running server.",
    mixinStandardHelpOptions = true)
final class PeopleCommand {
  /** Every text is looked through; an hour is more than a large database takes. */
  private static final Duration ERASING = Duration.ofHours(1);

  @Spec private CommandSpec spec;

  @Command(
      name = "erase",
      description = {
        "Takes a person out of everything that Causerie keeps, for good.",
        "What she wrote stays, under a pseudonym. First say `active: false` in people.yaml."
      })
  int erase(
      @Mixin Remote remote,
      @Parameters(paramLabel = "ID", description = "Her id, as in people.yaml") String id)
      throws Exception {
    String path =
        "/api/v1/persons/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    JsonNode answer = remote.delete(path, ERASING);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("erased; what she wrote is by %s%n", answer.path("person").asText());
    out.flush();
    return 0;
  }
}
