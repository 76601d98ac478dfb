package io.causerie.quickstart;

import io.causerie.quickstart.desk.DeskServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

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
    CountDownLatch ended = new CountDownLatch(1);
    try {
      Quickstart quickstart = start(settings);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    quickstart.close();
                    ended.countDown();
                  }));
      say("The order desk is at " + quickstart.desk.origin() + " - begin there.");
      say("Data is kept in " + settings.data().toAbsolutePath() + "; mvn clean removes it.");
      say("Ctrl-C ends both.");
      quickstart.causerie.waitFor();
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
    Thread reader = new Thread(() -> relay(process), "causerie-output");
    reader.setDaemon(true);
    reader.start();
    String address = "http://127.0.0.1:" + settings.port();
    awaitReady(process, address);
    try {
      return new Quickstart(
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
    } catch (RuntimeException e) {
      process.destroy();
      throw e;
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

  private static void relay(Process process) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(line);
      }
    } catch (IOException e) {
      say("the output of Causerie ended: " + e.getMessage());
    }
  }

  private static void awaitReady(Process process, String address)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < end) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException(
            "Causerie did not start; see above. Another port: -Dport=... and -Ddesk.port=...");
      }
      if (isReady(address)) {
        return;
      }
    }
    process.destroy();
    throw new IllegalStateException("Causerie was not ready within a minute");
  }

  private static boolean isReady(String address) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address + "/health/ready").toURL().openConnection();
    connection.setConnectTimeout(500);
    connection.setReadTimeout(2000);
    try {
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    } finally {
      connection.disconnect();
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
