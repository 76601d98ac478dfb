package io.causerie.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.causerie.server.config.Schemas;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code causerie schema}: what a file of the configuration may say, for editors. */
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema of a configuration file, for completion in editors.",
      "A running server has it at /schemas/NAME.json."
    },
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "causerie, mapping, people or system")
  private String name = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    ObjectNode schema =
        Schemas.find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no schema '%s'; choose from %s"
                            .formatted(name, String.join(", ", Schemas.names()))));
    PrintWriter out = spec.commandLine().getOut();
    out.println(schema.toPrettyString());
    out.flush();
    return 0;
  }
}
