package io.causerie.server;

import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that follows its configuration folder. When the files have changed and are good, it
 * stops and starts anew with them, on the same port: for a second or two senders are not answered,
 * and send again. When they are not, the running one stays as it is, and {@link #refused} says why.
 */
public final class ReloadingServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingServer.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Path folder;
  private final Clock clock;
  private final UnaryOperator<@Nullable String> environment;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-configuration"));
  private CauserieServer server;
  private Configuration running;
  private String seen;
  private @Nullable String changing;
  private volatile @Nullable String refused;

  private ReloadingServer(
      Path folder,
      Clock clock,
      UnaryOperator<@Nullable String> environment,
      CauserieServer server,
      Configuration running,
      String seen) {
    this.folder = folder;
    this.clock = clock;
    this.environment = environment;
    this.server = server;
    this.running = running;
    this.seen = seen;
  }

  /**
   * Starts a server on a folder.
   *
   * @param port instead of the configured one
   * @throws ConfigurationException with every error
   */
  public static ReloadingServer start(
      Path folder, @Nullable Integer port, Clock clock, UnaryOperator<@Nullable String> environment)
      throws ConfigurationException {
    String seen = digest(folder);
    Configuration configuration = ConfigurationLoader.load(folder, clock, environment);
    if (port != null) {
      configuration = configuration.withPort(port);
    }
    CauserieServer server = CauserieServer.start(configuration, clock);
    // Whatever free port it took, it keeps.
    Configuration running = configuration.withPort(server.port());
    ReloadingServer reloading =
        new ReloadingServer(folder, clock, environment, server, running, seen);
    server.refusals(reloading::refused);
    reloading.watcher.scheduleWithFixedDelay(
        reloading::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return reloading;
  }

  /** The server as it is now. */
  public synchronized CauserieServer server() {
    return server;
  }

  /** Why the files as they are now are not in force; empty while they are. */
  public Optional<String> refused() {
    return Optional.ofNullable(refused);
  }

  private synchronized void look() {
    try {
      String now = digest(folder);
      if (now.equals(seen)) {
        changing = null;
      } else if (now.equals(changing)) {
        // The same twice: nobody is in the middle of writing them.
        changing = null;
        seen = now;
        reload();
      } else {
        changing = now;
      }
    } catch (RuntimeException e) {
      LOG.error("the configuration could not be looked at", e);
    }
  }

  private void reload() {
    Configuration changed;
    try {
      changed =
          ConfigurationLoader.load(folder, clock, environment).withPort(running.server().port());
    } catch (ConfigurationException e) {
      refuse(String.valueOf(e.getMessage()));
      return;
    }
    LOG.info("the configuration has changed; starting anew with it");
    server.close();
    try {
      server = CauserieServer.start(changed, clock);
      running = changed;
      refused = null;
      LOG.info("the new configuration is in force");
    } catch (RuntimeException e) {
      refuse(String.valueOf(e.getMessage()));
      server = CauserieServer.start(running, clock);
    }
    server.refusals(this::refused);
  }

  private void refuse(String why) {
    refused = why;
    LOG.warn("the changed configuration is refused, the running one stays: {}", why);
  }

  /** Of all files of the configuration; data that are kept in the folder do not count. */
  private static String digest(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      List<Path> sorted =
          files
              .filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".pem"))
              .sorted()
              .toList();
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Path file : sorted) {
        sha.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        sha.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException e) {
      // A file that comes and goes while it is looked at: the next look tells.
      return "unreadable " + e.getMessage();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    watcher.shutdown();
    synchronized (this) {
      server.close();
    }
  }
}
