package io.causerie.bench;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The server as it is deployed, in a process of its own, on a free port. */
final class ServerProcess implements AutoCloseable {
  /** As in the service file of docs/operations.md. */
  static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmx1g");

  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final int port;
  private final Duration startedIn;

  private ServerProcess(Process process, int port, Duration startedIn) {
    this.process = process;
    this.port = port;
    this.startedIn = startedIn;
  }

  /**
   * Starts it; it takes requests when this returns.
   *
   * @param application the folder with causerie.jar
   * @param folder the configuration; the log is written there too
   */
  static ServerProcess start(Path application, Path folder) throws IOException {
    int port = Ports.free();
    return start(
        command(application, "serve", "--config", folder.toString(), "--port", "" + port),
        port,
        "/health/ready",
        folder.resolve("server.log"));
  }

  /** What could be reached at most on a database ({@link LimitServer}), in a process alike. */
  static ServerProcess limit(Store store, Path folder) throws IOException {
    int port = Ports.free();
    ProcessBuilder command =
        java(
            "-classpath",
            System.getProperty("java.class.path"),
            LimitServer.class.getName(),
            "" + port,
            store.url(),
            store.user());
    return start(command, port, "/comment", folder.resolve("limit.log"));
  }

  private static ServerProcess start(ProcessBuilder command, int port, String readyAt, Path log)
      throws IOException {
    long begin = System.nanoTime();
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    // Ctrl-C must not leave it behind.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Eventually.until(
        "the server is ready, see " + log,
        PATIENCE,
        () -> !process.isAlive() || answers(port, readyAt));
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (!process.isAlive()) {
      throw new LoadException("the server ended: " + Files.readString(log));
    }
    return new ServerProcess(process, port, took);
  }

  /** Makes the tables and a token that reads and writes for a person; the server must be down. */
  static String token(Path application, Path folder, String person)
      throws IOException, InterruptedException {
    Path errors = folder.resolve("token.log");
    Process process =
        command(
                application,
                "token",
                "create",
                "--config",
                folder.toString(),
                "--name",
                "bench",
                "--person",
                person,
                "--scope",
                "read,write,operate")
            .redirectError(errors.toFile())
            .start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new LoadException("no token was made: " + answer + Files.readString(errors));
    }
    return answer.lines().findFirst().orElseThrow();
  }

  private static ProcessBuilder command(Path application, String... arguments) {
    Path jar = application.resolve("causerie.jar");
    if (!Files.exists(jar)) {
      throw new LoadException(jar.toAbsolutePath() + " is missing; run mvn -DskipTests package");
    }
    List<String> all = new ArrayList<>(List.of("-jar", jar.toString()));
    all.addAll(List.of(arguments));
    return java(all.toArray(String[]::new));
  }

  private static ProcessBuilder java(String... arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(OPTIONS);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static boolean answers(int port, String path) {
    try {
      var connection = (HttpURLConnection) URI.create(url(port, path)).toURL().openConnection();
      connection.setConnectTimeout(500);
      connection.setReadTimeout(2000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static String url(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }

  String url(String path) {
    return url(port, path);
  }

  /** From the start of the process to its first answer. */
  Duration startedIn() {
    return startedIn;
  }

  /** How long it has kept a processor busy since its start. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What the system holds in memory for it. */
  String residentMemory() {
    long kilobytes = residentKilobytes();
    return kilobytes < 0 ? "not known, this system has no /proc" : kilobytes / 1024 + " MB";
  }

  /** Less than 0 where the system does not tell. */
  long residentKilobytes() {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Ends it as a power cut does: it can put nothing in order. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
