package io.causerie.server.cli;

import io.causerie.model.yaml.Nearest;
import io.causerie.server.gallery.Entry;
import io.causerie.server.gallery.Gallery;
import io.causerie.server.plugin.PluginFolder;
import io.causerie.spi.ConnectorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie mapping}: the mappings that come with kinds, and the systems of the gallery. */
@Command(
    name = "mapping",
    description = {
      "Lists the mappings that come with kinds and the systems of the gallery, shows one, and copies"
          + " it to begin with."
    },
    mixinStandardHelpOptions = true)
final class MappingCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the ready mappings and the systems of the gallery.",
      mixinStandardHelpOptions = true)
  int list() {
    PrintWriter out = spec.commandLine().getOut();
    line(out, "NAME", "KIND", "FOR");
    ofKinds().forEach((name, kind) -> line(out, name, kind.name(), subject(read(kind, name))));
    for (Entry entry : Gallery.ofApplication().all()) {
      line(out, entry.name(), entry.kind(), subject(entry.system()));
    }
    out.flush();
    return 0;
  }

  private static void line(PrintWriter out, String name, String kind, String subject) {
    out.printf("%-32s %-12s %s%n", name, kind, subject);
  }

  @Command(
      name = "show",
      description = "Prints a ready mapping, or a system of the gallery with how it is set up.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "NAME") String name) {
    PrintWriter out = spec.commandLine().getOut();
    ConnectorKind kind = ofKinds().get(name);
    if (kind == null) {
      Entry entry = inGallery(name);
      out.println(entry.readme());
      entry
          .copied()
          .forEach(
              (path, text) -> {
                if (path.endsWith(".yaml")) {
                  out.printf("# %s%n%s%n", path, text);
                }
              });
    } else {
      out.print(read(kind, name));
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "copy",
      description = {
        "Writes a ready mapping into mappings/ of the configuration folder; of a system of the gallery,"
            + " its file, mappings, cases and a secret. Nothing is overwritten."
      },
      mixinStandardHelpOptions = true)
  int copy(@Mixin Folder folder, @Parameters(paramLabel = "NAME") String name) throws IOException {
    ConnectorKind kind = ofKinds().get(name);
    if (kind == null) {
      return copy(folder.path(), inGallery(name));
    }
    String file = "mappings/" + name.substring(name.lastIndexOf('/') + 1) + ".yaml";
    NewFiles.write(folder.path(), Map.of(file, read(kind, name)));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s is written. Name it in a connector of the kind %s:%n",
        folder.path().resolve(file), kind.name());
    out.printf("    mapping: %s%n", file);
    out.flush();
    return 0;
  }

  @Command(
      name = "propose",
      description = {
        "Prints a first mapping, made by a running server from the newest events of a connector."
      },
      mixinStandardHelpOptions = true)
  int propose(
      @Mixin Remote remote,
      @Parameters(paramLabel = "CONNECTOR") String connector,
      @Option(names = "--type", paramLabel = "TYPE", description = "Only from events of this type")
          @Nullable String type)
      throws IOException, InterruptedException {
    String of = type == null ? "" : "?type=" + URLEncoder.encode(type, StandardCharsets.UTF_8);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        remote
            .get(
                "/api/v1/connectors/"
                    + URLEncoder.encode(connector, StandardCharsets.UTF_8)
                    + "/mappings/proposal"
                    + of)
            .path("mapping")
            .asText());
    out.flush();
    return 0;
  }

  private int copy(Path folder, Entry entry) throws IOException {
    NewFiles.write(folder, entry.copied());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s is written, with %d mappings and their cases.%n",
        folder.resolve("systems/" + entry.name() + ".yaml"), entry.mappings().size());
    for (String secret : entry.secrets()) {
      boolean made = NewFiles.secret(folder, secret);
      out.printf(
          made
              ? "%s is a new secret that only you can read; keep it out of version control.%n"
              : "%s is kept as it is.%n",
          folder.resolve(secret));
    }
    PluginFolder plugins = PluginFolder.ofApplication();
    if (plugins.kinds().find(entry.kind()).isEmpty()) {
      out.printf(
          "There is no kind %s here; its jar goes into %s.%n", entry.kind(), plugins.folder());
    }
    out.printf("Next:%n");
    out.printf("  1. Say who may read: `audience` in systems/%s.yaml.%n", entry.name());
    out.printf("  2. causerie check --config %s%n", folder);
    out.printf(
        "  3. In the source, give the address https://YOUR-SERVER/api/v1/connectors/%s/events and"
            + " the secret in %s.%n",
        entry.name(), String.join(", ", entry.secrets()));
    out.printf(
        "     The clicks, and what is not covered: causerie mapping show %s%n", entry.name());
    out.flush();
    return 0;
  }

  private static Entry inGallery(String name) {
    Gallery gallery = Gallery.ofApplication();
    List<String> names = new ArrayList<>(ofKinds().keySet());
    gallery.all().forEach(entry -> names.add(entry.name()));
    return gallery
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no ready mapping '%s'%s; choose from %s"
                        .formatted(name, Nearest.hint(name, names), String.join(", ", names))));
  }

  private static Map<String, ConnectorKind> ofKinds() {
    Map<String, ConnectorKind> all = new TreeMap<>();
    for (ConnectorKind kind : PluginFolder.ofApplication().kinds().all()) {
      kind.mappings().forEach(name -> all.put(name, kind));
    }
    return all;
  }

  private static String read(ConnectorKind kind, String name) {
    try (InputStream in = kind.getClass().getResourceAsStream(name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException(
            "the kind %s names a mapping %s that it does not bring".formatted(kind.name(), name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A ready mapping and a system of the gallery begin with a sentence on what they are for. */
  private static String subject(String text) {
    return text.lines()
        .findFirst()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#\\s*", ""))
        .orElse("");
  }
}
