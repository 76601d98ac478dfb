package io.causerie.server.cli;

import io.causerie.model.yaml.Nearest;
import io.causerie.model.yaml.Problem;
import io.causerie.server.config.ConfigurationFolder;
import io.causerie.server.setup.Draft;
import io.causerie.server.setup.Drafts;
import io.causerie.server.setup.Offers;
import io.causerie.server.setup.Refused;
import io.causerie.server.setup.Wish;
import io.causerie.spi.ConfigKey;
import io.causerie.spi.ConnectorKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie connector}: connects a system that is not connected yet. */
@Command(
    name = "connector",
    description = "Connects a system that is not connected yet.",
    mixinStandardHelpOptions = true)
final class ConnectorCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "new",
      description = {
        "Writes the file of a system into systems/ of the configuration folder, and a new secret into"
            + " secrets/. Nothing is overwritten, and nothing is written that `check` would refuse.",
        "Without any --set it tells which keys the kind has."
      },
      mixinStandardHelpOptions = true)
  int create(
      @Mixin Folder folder,
      @Parameters(
              index = "0",
              paramLabel = "KIND",
              description = "A kind, or a system of the gallery")
          String kind,
      @Option(
              names = "--system",
              paramLabel = "NAME",
              description = "The name of the system and of its connector; default: KIND")
          @Nullable String system,
      @Option(names = "--title", paramLabel = "TEXT", description = "How people call it")
          @Nullable String title,
      @Option(
              names = "--group",
              paramLabel = "GROUP",
              description = "Who may read at most, several times; left out: every colleague")
          @Nullable List<String> groups,
      @Option(
              names = "--mask",
              paramLabel = "PATH",
              description = "A field that operators do not see, such as .customer.email")
          @Nullable List<String> mask,
      @Option(
              names = "--set",
              paramLabel = "KEY=VALUE",
              description =
                  "A key of the kind, such as verify.hmac.header=X-Signature, several times; a secret"
                      + " without a value (verify.hmac.secrets=) is made")
          @Nullable List<String> set)
      throws IOException {
    Offers offers = Offers.ofApplication();
    boolean gallery = offers.kind(kind).isEmpty() && offers.entry(kind).isPresent();
    if (!gallery) {
      ConnectorKind known = known(offers, kind);
      if (set == null) {
        return keys(known);
      }
    }
    Wish wish =
        new Wish(
            gallery ? null : kind,
            gallery ? kind : null,
            system == null ? kind : system,
            title == null ? "" : title,
            groups == null ? List.of() : groups,
            mask == null ? List.of() : mask,
            values(set == null ? List.of() : set));
    try {
      Draft draft = Drafts.ofCommandLine(offers, Clock.systemUTC()).of(wish);
      return written(folder, offers, draft);
    } catch (Refused e) {
      throw new IllegalArgumentException(e.field() + ": " + e.getMessage(), e);
    }
  }

  private static ConnectorKind known(Offers offers, String kind) {
    List<String> names = new ArrayList<>();
    offers.kinds().forEach(k -> names.add(k.name()));
    offers.gallery().forEach(entry -> names.add(entry.name()));
    return offers
        .kind(kind)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no kind and no system of the gallery '%s'%s; choose from %s"
                        .formatted(kind, Nearest.hint(kind, names), String.join(", ", names))));
  }

  private int keys(ConnectorKind kind) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Keys of the kind %s, for --set KEY=VALUE:%n", kind.name());
    for (ConfigKey key : kind.configKeys()) {
      out.printf("  %-36s %s%s%n", key.name(), key.required() ? "(needed) " : "", key.help());
    }
    if (Offers.isPushed(kind)) {
      out.printf("A secret without a value (KEY=) is made.%n");
    }
    out.flush();
    return 0;
  }

  private static Map<String, List<String>> values(List<String> set) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : set) {
      int at = pair.indexOf('=');
      if (at < 1) {
        throw new IllegalArgumentException("write --set KEY=VALUE, found '" + pair + "'");
      }
      List<String> of = values.computeIfAbsent(pair.substring(0, at), key -> new ArrayList<>());
      if (at + 1 < pair.length()) {
        of.add(pair.substring(at + 1));
      }
    }
    return values;
  }

  private int written(Folder folder, Offers offers, Draft draft) throws IOException {
    ConfigurationFolder configuration =
        new ConfigurationFolder(folder.path(), Clock.systemUTC(), System::getenv);
    PrintWriter out = spec.commandLine().getOut();
    List<Problem> own =
        configuration.check(draft.all()).stream()
            .filter(problem -> draft.files().containsKey(problem.file()))
            .toList();
    if (!own.isEmpty()) {
      own.forEach(problem -> spec.commandLine().getErr().println(problem));
      spec.commandLine().getErr().flush();
      return 1;
    }
    try {
      configuration.put(draft.all(), Map.of());
    } catch (ConfigurationFolder.ChangedMeanwhileException e) {
      throw new IllegalArgumentException(e.getMessage() + "; give another name with --system", e);
    }
    draft.files().keySet().stream()
        .filter(file -> !file.startsWith("cases/"))
        .forEach(file -> out.printf("%s is written.%n", folder.path().resolve(file)));
    draft
        .secrets()
        .keySet()
        .forEach(
            file ->
                out.printf(
                    "%s is a new secret that only you can read; keep it out of version control.%n",
                    folder.path().resolve(file)));
    next(out, folder, offers, draft);
    out.flush();
    return 0;
  }

  private static void next(PrintWriter out, Folder folder, Offers offers, Draft draft) {
    String connector = draft.connector();
    out.printf("Next:%n");
    out.printf("  1. causerie check --config %s%n", folder.path());
    if (offers.kind(draft.kind()).filter(Offers::isPushed).isPresent()) {
      out.printf(
          "  2. In the source, give the address https://YOUR-SERVER/api/v1/connectors/%s/%s%s.%n",
          connector,
          draft.address().replace(ConnectorKind.SECRET, "SECRET"),
          draft.secrets().isEmpty()
              ? ""
              : " and the secret in " + String.join(", ", draft.secrets().keySet()));
    } else {
      out.printf("  2. causerie check --config %s --connect %s%n", folder.path(), connector);
    }
    out.printf(
        "  3. When events have come: causerie mapping propose %s > %s%n",
        connector, folder.path().resolve("mappings/" + connector + ".yaml"));
    out.printf(
        "     and name it in systems/%s.yaml: mapping: mappings/%s.yaml%n", connector, connector);
  }
}
