package io.causerie.server;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The server as it is deployed, in a process of its own. */
record ServerProcess(Process process, int port) implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);

  /** Starts it on a port that is free; it takes requests when this returns. */
  static ServerProcess start(Path folder) throws IOException {
    return start(folder, "512m");
  }

  /** As above, with as much heap. */
  static ServerProcess start(Path folder, String heap) throws IOException {
    return start(folder, heap, Ports.free());
  }

  /** As above, on a port that it may have had before. */
  static ServerProcess start(Path folder, String heap, int port) throws IOException {
    return start(folder, heap, port, List.of());
  }

  /** As above, with more options of Java's. */
  static ServerProcess start(Path folder, String heap, int port, List<String> options)
      throws IOException {
    Path log = folder.resolve("server-" + port + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the tests themselves run: its second compiler would cost more than it earns.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-jar",
                Path.of(System.getProperty("causerie.application"), "causerie.jar").toString(),
                "serve",
                "--config",
                folder.toString(),
                "--port",
                String.valueOf(port)));
    command.addAll(1, options);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ServerProcess server = new ServerProcess(process, port);
    Eventually.until(
        "the server is ready",
        START,
        () -> !process.isAlive() || server.status("/health/ready") == 200);
    if (!process.isAlive()) {
      throw new AssertionError("the server ended, see " + log);
    }
    return server;
  }

  private int status(String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(2000);
      return connection.getResponseCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGSTOP: it is there, but does nothing. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT: it goes on as if no time had passed. */
  void wake() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code =
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    if (code != 0) {
      throw new AssertionError("kill -" + name + " ended with " + code);
    }
  }

  /** SIGTERM, and waits until it has stopped. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
