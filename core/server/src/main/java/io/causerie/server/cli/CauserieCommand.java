package io.causerie.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code causerie}: the commands of the server. */
@Command(
    name = "causerie",
    description = "A social layer for the systems a company runs.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      ConnectorCommand.class,
      ConnectorsCommand.class,
      DeliveriesCommand.class,
      MappingCommand.class,
      PeopleCommand.class,
      PluginsCommand.class,
      SchemaCommand.class,
      SessionsCommand.class,
      TokenCommand.class,
      UsersCommand.class,
      VersionCommand.class
    })
public final class CauserieCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return spec.exitCodeOnUsageHelp();
  }
}
