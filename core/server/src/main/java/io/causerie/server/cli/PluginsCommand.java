package io.causerie.server.cli;

import io.causerie.server.plugin.Inventory;
import io.causerie.server.plugin.Inventory.Part;
import io.causerie.server.plugin.PluginFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code causerie plugins}: what there is to connect with. */
@Command(
    name = "plugins",
    description = {
      "Lists kinds of connectors, JDBC drivers and Camel components, with their versions.",
      "More of them are jars in the folder plugins/ beside causerie.jar; a running server sees them"
          + " after its next start."
    },
    mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PluginFolder folder = PluginFolder.ofApplication();
    Inventory inventory = Inventory.of(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Plug-ins are read from %s: %d jars.%n", folder.folder(), folder.jars().size());
    print(out, "KIND", inventory.kinds());
    print(out, "DRIVER", inventory.drivers());
    print(out, "CAMEL COMPONENT", inventory.components());
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, String title, List<Part> parts) {
    out.printf("%n%-48s %-18s %s%n", title, "VERSION", "FROM");
    for (Part part : parts) {
      out.printf(
          "%-48s %-18s %s%n",
          part.name(),
          part.version().isEmpty() ? "-" : part.version(),
          part.added() ? "plugins: " + part.file() : "the application");
    }
  }
}
