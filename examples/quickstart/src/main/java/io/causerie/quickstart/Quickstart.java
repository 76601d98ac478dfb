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
    // Maven may be killed without telling us, and nobody would be left to end the two.
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(0)));
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
    DeskServer.Secrets secrets =
        new DeskServer.Secrets(
            secret(settings, "embed"),
            "whsec_" + secret(settings, "webhook"),
            secret(settings, "database"),
            secret(settings, "reader"),
            secret(settings, "service"));
    // First the desk: Causerie asks its database and its service as soon as it runs.
    DeskServer desk =
        DeskServer.start(
            new DeskServer.Settings(
                "localhost",
                settings.deskPort(),
                settings.data(),
                "http://127.0.0.1:" + settings.port(),
                "desk-events",
                secrets));
    Quickstart started = null;
    Process process = null;
    try {
      process = causerie(settings, desk, secrets);
      CompletableFuture<Boolean> ready = new CompletableFuture<>();
      Process output = process;
      Thread reader = new Thread(() -> relay(output, ready), "causerie-output");
      reader.setDaemon(true);
      reader.start();
      awaitReady(ready);
      desk.tell();
      started = new Quickstart(process, desk);
      return started;
    } finally {
      if (started == null) {
        if (process != null) {
          process.destroy();
        }
        desk.close();
      }
    }
  }

  private static Process causerie(Settings settings, DeskServer desk, DeskServer.Secrets secrets)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            settings.application().resolve("causerie.jar").toString(),
            "serve",
            "--with-parent",
            "--config",
            settings.config().toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "CAUSERIE_PORT", String.valueOf(settings.port()),
                "CAUSERIE_DATA", settings.data().toAbsolutePath().toString(),
                "DESK_ORIGIN", desk.origin(),
                "DESK_EMBED_SECRET", secrets.embed(),
                "DESK_WEBHOOK_SECRET", secrets.webhook(),
                "DESK_DATABASE", desk.database(),
                "DESK_DATABASE_PASSWORD", secrets.reader(),
                "DESK_SERVICE", desk.service(),
                "DESK_SERVICE_PASSWORD", secrets.service()));
    return builder.redirectErrorStream(true).start();
  }

  /** A secret of this folder; made at the first start. */
  private static String secret(Settings settings, String name) throws IOException {
    Path file = settings.data().resolve(name + ".secret");
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
      if (!ready.get(3, TimeUnit.MINUTES)) {
        throw new IllegalStateException(
            "Causerie did not start; see above. Another port: -Dport=... and -Ddesk.port=...");
      }
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException("Causerie was not ready within three minutes", e);
    }
  }

  /** Where the desk's pages live. */
  public String deskOrigin() {
    return desk.origin();
  }

  @Override
  public void close() {
    causerie.destroy();
    try {
      if (!causerie.waitFor(20, TimeUnit.SECONDS)) {
        causerie.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      desk.close();
    }
  }
}
