package io.causerie.server.cli;

import io.causerie.server.plugin.PluginFolder;
import io.causerie.spi.ConnectorKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie mapping}: the mappings that come with kinds of connectors. */
@Command(
    name = "mapping",
    description = "Lists the ready mappings that come with kinds, and copies one to begin with.",
    mixinStandardHelpOptions = true)
final class MappingCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the ready mappings.",
      mixinStandardHelpOptions = true)
  int list() {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-32s %-12s %s%n", "NAME", "KIND", "FOR");
    all()
        .forEach(
            (name, kind) ->
                out.printf("%-32s %-12s %s%n", name, kind.name(), subject(read(kind, name))));
    out.flush();
    return 0;
  }

  @Command(
      name = "copy",
      description = "Writes a ready mapping into mappings/ of the configuration folder.",
      mixinStandardHelpOptions = true)
  int copy(@Mixin Folder folder, @Parameters(paramLabel = "NAME") String name) throws IOException {
    ConnectorKind kind = all().get(name);
    if (kind == null) {
      throw new IllegalArgumentException(
          "there is no ready mapping '%s'; choose from %s"
              .formatted(name, String.join(", ", all().keySet())));
    }
    String file = "mappings/" + name.substring(name.lastIndexOf('/') + 1) + ".yaml";
    Path target = folder.path().resolve(file);
    Files.createDirectories(target.getParent());
    try {
      Files.writeString(target, read(kind, name), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          target + " is there already; move it away, or name another folder with --config", e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s is written. Name it in a connector of the kind %s:%n", target, kind.name());
    out.printf("    mapping: %s%n", file);
    out.flush();
    return 0;
  }

  private static Map<String, ConnectorKind> all() {
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

  /** A ready mapping begins with a sentence on what it is for. */
  private static String subject(String text) {
    return text.lines()
        .findFirst()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#\\s*", ""))
        .orElse("");
  }
}
