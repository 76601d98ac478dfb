package io.causerie.server;

import io.causerie.server.cli.CauserieCommand;
import picocli.CommandLine;

/** Where the process begins. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    int code;
    try {
      code = commandLine().execute(arguments);
    } catch (Throwable e) {
      // An Error passes the command line by; threads that were started must not keep a process
      // that serves nobody.
      e.printStackTrace();
      code = 70;
    }
    System.exit(code);
  }

  /** The command line as it is run; usage errors and faults are told in one line each. */
  public static CommandLine commandLine() {
    return new CommandLine(new CauserieCommand())
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }
}
