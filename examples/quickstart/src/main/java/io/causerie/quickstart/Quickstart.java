package io.causerie.quickstart;

import io.causerie.quickstart.desk.DeskServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs Causerie and the order desk beside it, until Ctrl-C. Causerie is a process of its own, as it
 * would be in a company.
 */
public final class Quickstart implements AutoCloseable {
  private final Process causerie;
  private final DeskServer desk;

  /**
   * Where everything is.
   *
   * @param application the folder with causerie.jar
   * @param config the configuration folder
   * @param data where both keep their data
   */
  public record Settings(Path application, Path config, Path data, int port, int deskPort) {}

  private Quickstart(Process causerie, DeskServer desk) {
    this.causerie = causerie;
    this.desk = desk;
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings =
        new Settings(
            Path.of(System.getProperty("causerie.application", "core/server/target/causerie")),
            Path.of(System.getProperty("quickstart.config", "examples/quickstart/causerie")),
            Path.of(System.getProperty("quickstart.data", "examples/quickstart/target/data")),
            Integer.getInteger("port", 8080),
            Integer.getInteger("desk.port", 8081));
    AtomicBoolean closing = new AtomicBoolean();
    try {
      Quickstart quickstart = start(settings);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    closing.set(true);
                    quickstart.close();
                  }));
      say("The order desk is at " + quickstart.desk.origin() + " - begin there.");
      say("Data is kept in " + settings.data().toAbsolutePath() + "; mvn clean removes it.");
      say("Ctrl-C ends both.");
      quickstart.causerie.waitFor();
      if (!closing.get()) {
        System.err.println("Causerie ended by itself; see above.");
        System.exit(1);
      }
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void say(String text) {
    System.out.println(text);
  }

  /**
   * Starts both; they take requests when this returns.
   *
   * @throws IllegalStateException if one of them does not start; the message says why
   */
  public static Quickstart start(Settings settings) throws IOException, InterruptedException {
    Files.createDirectories(settings.data());
    String embed = secret(settings.data().resolve("embed.secret"));
    String webhook = "whsec_" + secret(settings.data().resolve("webhook.secret"));
    String deskOrigin = "http://localhost:" + settings.deskPort();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            settings.application().resolve("causerie.jar").toString(),
            "serve",
            "--config",
            settings.config().toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "CAUSERIE_PORT", String.valueOf(settings.port()),
                "CAUSERIE_DATA", settings.data().toAbsolutePath().toString(),
                "DESK_ORIGIN", deskOrigin,
                "DESK_EMBED_SECRET", embed,
                "DESK_WEBHOOK_SECRET", webhook));
    Process process = builder.redirectErrorStream(true).start();
    CompletableFuture<Boolean> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> relay(process, ready), "causerie-output");
    reader.setDaemon(true);
    reader.start();
    String address = "http://127.0.0.1:" + settings.port();
    Quickstart started = null;
    try {
      awaitReady(ready);
      started =
          new Quickstart(
              process,
              DeskServer.start(
                  new DeskServer.Settings(
                      "localhost",
                      settings.deskPort(),
                      settings.data(),
                      address,
                      "desk-events",
                      embed,
                      webhook)));
      return started;
    } finally {
      if (started == null) {
        process.destroy();
      }
    }
  }

  /** A secret of this folder; made at the first start. */
  private static String secret(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      Files.writeString(file, Base64.getEncoder().encodeToString(random));
    }
    return Files.readString(file).strip();
  }

  /** Passes on what the server says; it is ready when it says so, not when somebody answers. */
  private static void relay(Process process, CompletableFuture<Boolean> ready) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(line);
        if (line.startsWith("Causerie is ready")) {
          ready.complete(true);
        }
      }
    } catch (IOException e) {
      say("the output of Causerie ended: " + e.getMessage());
    } finally {
      ready.complete(false);
    }
  }

  private static void awaitReady(CompletableFuture<Boolean> ready) throws InterruptedException {
    try {
      if (!ready.get(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Causerie did not start; see above. Another port: -Dport=... and -Ddesk.port=...");
      }
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("Causerie was not ready within a minute", e);
    }
  }

  /** Where the desk's pages live. */
  public String deskOrigin() {
    return desk.origin();
  }

  @Override
  public void close() {
    desk.close();
    causerie.destroy();
    try {
      if (!causerie.waitFor(20, TimeUnit.SECONDS)) {
        causerie.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
