package io.causerie.server.cli;

import io.causerie.http.HttpClients;
import io.causerie.server.ReloadingServer;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code causerie serve}. */
@Command(
    name = "serve",
    description = "Runs the server until it is told to stop (Ctrl-C or SIGTERM).",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private Folder folder;

  @Option(names = "--port", description = "Instead of server.port; 0: any free one")
  private @Nullable Integer port;

  @Option(
      names = "--with-parent",
      description = "Stops when the process that started it has ended, however that ended")
  private boolean withParent;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ReloadingServer server =
        ReloadingServer.start(folder.path(), port, Clock.systemUTC(), System::getenv);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  HttpClients.ofProcess().close();
                  stopped.countDown();
                },
                "causerie-shutdown"));
    if (withParent) {
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
    }
    out.println("Causerie is ready: " + server.server().address());
    out.flush();
    stopped.await();
    return 0;
  }
}
