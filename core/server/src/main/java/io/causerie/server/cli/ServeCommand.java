package io.causerie.server.cli;

import io.causerie.server.CauserieServer;
import io.causerie.server.config.Configuration;
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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = folder.load();
    if (port != null) {
      configuration = configuration.withPort(port);
    }
    PrintWriter out = spec.commandLine().getOut();
    CauserieServer server = CauserieServer.start(configuration, Clock.systemUTC());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                },
                "causerie-shutdown"));
    out.println("Causerie is ready: http://" + configuration.server().host() + ":" + server.port());
    out.flush();
    stopped.await();
    return 0;
  }
}
