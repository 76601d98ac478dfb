package io.causerie.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie users}: who the users of the systems are. */
@Command(
    name = "users",
    description = {
      "Lists users of source systems whom nobody is known to be, and says who they are.",
      "Asks the running server; what is said here no reload takes back."
    },
    mixinStandardHelpOptions = true)
final class UsersCommand {
  private static final String PATH = "/api/v1/users";

  @Spec private CommandSpec spec;

  @Command(name = "list", description = "Lists them, the last told first.")
  int list(
      @Mixin Remote remote,
      @Option(names = "--mapped", description = "Those whom operators matched") boolean mapped,
      @Option(names = "--system", description = "Of one system") @Nullable String system,
      @Option(names = "--find", description = "Part of the key or name, or the whole address")
          @Nullable String find)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String format = "%-13s  %-16s  %-20s  %-24s  %-24s  %-30s  %6s  %s%n";
    String asked =
        PATH
            + "?limit=100&show="
            + (mapped ? "mapped" : "unknown")
            + parameter("system", system)
            + parameter("q", find);
    remote.list(
        asked,
        () ->
            out.printf(
                format, "ID", "SYSTEM", "USER", "NAME", "ADDRESS", "TOLD LAST", "POSTS", "PERSON"),
        user ->
            out.printf(
                format,
                user.path("id").asText(),
                user.path("system").asText(),
                user.path("user").asText(),
                user.path("name").asText(),
                user.path("email").asText(),
                user.path("told").asText(),
                user.path("posts").asText(),
                user.at("/person/name").asText()));
    out.flush();
    return 0;
  }

  private static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @Command(name = "map", description = "Says that a user is a person, in earlier posts too.")
  int map(
      @Mixin Remote remote,
      @Parameters(paramLabel = "ID") String id,
      @Parameters(paramLabel = "PERSON") String person)
      throws Exception {
    remote.put(path(id), JsonNodeFactory.instance.objectNode().put("person", person));
    return said("mapped");
  }

  @Command(name = "unmap", description = "Takes back what an operator said of a user.")
  int unmap(@Mixin Remote remote, @Parameters(paramLabel = "ID") String id) throws Exception {
    remote.delete(path(id));
    return said("taken back");
  }

  private static String path(String id) {
    return PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/person";
  }

  private int said(String what) {
    spec.commandLine().getOut().println(what);
    spec.commandLine().getOut().flush();
    return 0;
  }
}
