package io.causerie.server;

import io.causerie.engine.store.Database;
import io.causerie.model.Sha256;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that follows its configuration folder. When the files have changed and are good, what
 * stands behind its ports stops and starts anew with them: requests wait meanwhile, and are told to
 * come again where it takes long. When they are not, the running one stays as it is, and {@link
 * #refused} says why. When neither the new nor the old configuration starts (the database is away),
 * both are tried again until one holds.
 */
public final class ReloadingServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingServer.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** As a power of two: half a minute. */
  private static final int LONGEST_WAIT = 5;

  private final Path folder;
  private final Clock clock;
  private final UnaryOperator<@Nullable String> environment;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-configuration"));
  private Door door;
  private @Nullable CauserieServer server;
  private Configuration running;
  private Configuration.Server opened;
  private List<Configuration> candidates = List.of();
  private int waits;
  private long retryAt;
  private volatile @Nullable Future<?> watching;
  private String seen;
  private @Nullable String changing;
  private volatile @Nullable String refused;

  private ReloadingServer(
      Path folder,
      Clock clock,
      UnaryOperator<@Nullable String> environment,
      Door door,
      CauserieServer server,
      Configuration running,
      String seen) {
    this.folder = folder;
    this.clock = clock;
    this.environment = environment;
    this.door = door;
    this.server = server;
    this.running = running;
    this.opened = running.server();
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
    Door door = new Door(configuration.server());
    CauserieServer server;
    try {
      server = CauserieServer.start(configuration, clock, door);
    } catch (Throwable e) {
      door.close();
      throw e;
    }
    // Whatever free port it took, it keeps.
    Configuration running = configuration.withPort(server.port());
    ReloadingServer reloading =
        new ReloadingServer(folder, clock, environment, door, server, running, seen);
    server.refusals(reloading::refused);
    server.watched(reloading::isWatching);
    door.watched(reloading::isWatching);
    reloading.watching =
        reloading.watcher.scheduleWithFixedDelay(
            reloading::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return reloading;
  }

  /**
   * The server as it is now.
   *
   * @throws IllegalStateException while none starts; it is tried again
   */
  public synchronized CauserieServer server() {
    if (server == null) {
      throw new IllegalStateException("no configuration starts: " + refused);
    }
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
        restart();
      } else if (now.equals(changing)) {
        // The same twice: nobody is in the middle of writing them.
        changing = null;
        seen = now;
        reload();
      } else {
        changing = now;
      }
    } catch (Throwable e) {
      // Whatever it was, the next look follows: nobody else watches the folder.
      refuse("the configuration could not be read: " + e);
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
    // First, so that they are tried again by the next look whatever happens here.
    candidates = List.of(changed, running);
    waits = 0;
    retryAt = System.nanoTime();
    stop();
    tryAll();
  }

  /** Tries again what did not start, once its time has come. */
  private void restart() {
    if (server == null && System.nanoTime() - retryAt >= 0) {
      tryAll();
    }
  }

  /** Starts the first of the candidates that holds: what is wanted, else what ran before. */
  private void tryAll() {
    for (int i = 0; i < candidates.size(); i++) {
      Configuration candidate = candidates.get(i);
      boolean wanted = i == 0;
      try {
        CauserieServer started = CauserieServer.start(candidate, clock, doorFor(candidate));
        started.refusals(this::refused);
        started.watched(this::isWatching);
        server = started;
        if (wanted) {
          refused = null;
        }
        running = candidate;
        LOG.info("a configuration is in force");
        return;
      } catch (Throwable e) {
        LOG.error("a configuration does not start", e);
        if (wanted) {
          refuse(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
          if (Database.isAway(e) && candidate.store().equals(running.store())) {
            // Its fault it is not; the old one would come into force when the database is back.
            break;
          }
        }
      }
    }
    Duration wait = LOOK.multipliedBy(1L << Math.min(waits++, LONGEST_WAIT));
    retryAt = System.nanoTime() + wait.toNanos();
    LOG.error(
        "nothing is served: neither the new nor the old configuration starts; again in {}", wait);
  }

  /** The one that is open, unless other ports are asked for. */
  private Door doorFor(Configuration candidate) {
    if (!door.isFor(candidate.server(), opened)) {
      door.close();
      door = new Door(candidate.server());
      door.watched(this::isWatching);
      opened = candidate.server();
    }
    return door;
  }

  private void stop() {
    CauserieServer stopping = server;
    server = null;
    if (stopping != null) {
      stopping.close();
    }
  }

  private boolean isWatching() {
    Future<?> watch = watching;
    return watch == null || !watch.isDone();
  }

  private void refuse(String why) {
    refused = why;
    LOG.warn("the changed configuration is refused: {}", why);
  }

  /** Of all files of the configuration; data that are kept in the folder do not count. */
  private static String digest(Path folder) {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      List<Path> sorted =
          files
              .filter(f -> f.toString().endsWith(".yaml") || f.toString().endsWith(".pem"))
              .sorted()
              .toList();
      MessageDigest sha = Sha256.begin();
      for (Path file : sorted) {
        sha.update(folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        sha.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException e) {
      // A file that comes and goes while it is looked at: the next look tells.
      return "unreadable " + e.getMessage();
    }
  }

  @Override
  public void close() {
    watcher.shutdown();
    synchronized (this) {
      stop();
      door.close();
    }
  }
}
