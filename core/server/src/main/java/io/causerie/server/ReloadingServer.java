package io.causerie.server;

import io.causerie.engine.store.Database;
import io.causerie.server.config.Configuration;
import io.causerie.server.config.ConfigurationException;
import io.causerie.server.config.ConfigurationLoader;
import io.causerie.server.config.FolderDigest;
import io.causerie.server.config.FolderState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * they say otherwise comes into force while it runs, and what they say as before goes on; what only
 * a restart brings is named. When they are not good, the running one stays as it is, and {@link
 * #state} says why. When the database is away meanwhile, they are tried again.
 */
public final class ReloadingServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReloadingServer.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final String PORT = "server.port";

  /** After so many looks at files that change all the time they are taken as they are. */
  private static final int LONGEST_CHANGE = 10;

  /** So many looks in a row that could not be had are no coincidence. */
  private static final int UNREADABLE = 3;

  /** As a power of two: half a minute. */
  private static final int LONGEST_WAIT = 5;

  private final Path folder;
  private final Clock clock;
  private final UnaryOperator<@Nullable String> environment;
  private final ScheduledExecutorService watcher =
      Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-configuration"));
  private final Door door;
  private final CauserieServer server;

  /** As the files said when the process began. */
  private final Configuration started;

  /** Keys that were given to the process in place of those of the files. */
  private final Set<String> given;

  private final Duration pace;

  private @Nullable Configuration waiting;
  private int waits;
  private long retryAt;
  private volatile @Nullable Future<?> watching;

  /** All that has been read so far; what is read no more is looked at in vain, and does no harm. */
  private Set<Path> read;

  private String seen;
  private @Nullable String changing;
  private int changes;
  private int unreadable;
  private volatile FolderState state = FolderState.IN_FORCE;

  private ReloadingServer(
      Path folder,
      Clock clock,
      UnaryOperator<@Nullable String> environment,
      Door door,
      CauserieServer server,
      Configuration started,
      Set<String> given,
      Duration pace,
      Set<Path> read,
      String seen) {
    this.folder = folder;
    this.clock = clock;
    this.environment = environment;
    this.door = door;
    this.server = server;
    this.started = started;
    this.given = given;
    this.pace = pace;
    this.read = read;
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
    return start(folder, port, clock, environment, LOOK);
  }

  /** The same, that looks at its files as often as is said. */
  static ReloadingServer start(
      Path folder,
      @Nullable Integer port,
      Clock clock,
      UnaryOperator<@Nullable String> environment,
      Duration pace)
      throws ConfigurationException {
    Set<Path> read = new HashSet<>();
    String before = digest(folder, Set.of());
    Configuration started = ConfigurationLoader.load(folder, clock, environment, read::add);
    // What has changed since it began is read again with the first look.
    String seen = digest(folder, Set.of()).equals(before) ? digest(folder, read) : "";
    Configuration configuration = port == null ? started : started.withPort(port);
    Door door = new Door(configuration.server());
    CauserieServer server;
    try {
      server = CauserieServer.start(configuration, clock, door);
    } catch (Throwable e) {
      door.close();
      throw e;
    }
    Set<String> given = port == null ? Set.of() : Set.of(PORT);
    ReloadingServer reloading =
        new ReloadingServer(
            folder, clock, environment, door, server, started, given, pace, read, seen);
    server.folder(reloading::state);
    server.watched(reloading::isWatching);
    door.watched(reloading::isWatching);
    reloading.watching =
        reloading.watcher.scheduleWithFixedDelay(
            reloading::look, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
    return reloading;
  }

  /** Of what cannot be read the first look tells more. */
  private static String digest(Path folder, Set<Path> read) {
    try {
      return FolderDigest.of(folder, read);
    } catch (IOException e) {
      return "";
    }
  }

  /** The server. */
  public CauserieServer server() {
    return server;
  }

  /** How the files as they are now stand to what is in force. */
  public FolderState state() {
    return state;
  }

  /** Why the files as they are now are not in force; empty while they are. */
  public Optional<String> refused() {
    return state.refused();
  }

  private synchronized void look() {
    try {
      String now = FolderDigest.of(folder, read);
      unreadable = 0;
      if (now.equals(seen)) {
        changing = null;
        changes = 0;
        again();
      } else if (now.equals(changing) || ++changes > LONGEST_CHANGE) {
        // The same twice: nobody is in the middle of writing them; or somebody never stops.
        reload(now);
      } else {
        changing = now;
      }
    } catch (IOException e) {
      // A file that comes and goes while it is looked at: the next look tells.
      if (++unreadable == UNREADABLE) {
        seen = "";
        refuse("the configuration folder cannot be read: " + e);
      }
    } catch (Throwable e) {
      // Whatever it was, the next look follows: nobody else watches the folder.
      refuse("the configuration could not be read: " + e);
      LOG.error("the configuration could not be looked at", e);
    }
  }

  /**
   * Reads the files, and brings into force what they say.
   *
   * @param digest of what they were just now; when they are not the same any more once they are
   *     read, half of it may be new, so the next look reads them again; so it does when others were
   *     read than before, of which nobody had looked at some
   */
  private void reload(String digest) throws IOException {
    long began = System.nanoTime();
    Set<Path> files = new HashSet<>(read);
    Configuration wanted = null;
    String wrong = null;
    try {
      wanted = ConfigurationLoader.load(folder, clock, environment, files::add);
    } catch (ConfigurationException e) {
      wrong = String.valueOf(e.getMessage());
    }
    boolean same = FolderDigest.of(folder, read).equals(digest) && read.equals(files);
    read = files;
    if (!same && changes <= LONGEST_CHANGE) {
      changing = FolderDigest.of(folder, read);
      changes++;
      return;
    }
    changing = null;
    changes = 0;
    // Not as it is by now: what has changed since is read with the next look.
    seen = digest;
    waiting = null;
    waits = 0;
    if (wanted == null) {
      refuse(String.valueOf(wrong));
    } else {
      bring(wanted, began);
    }
  }

  /**
   * Tries again what did not come into force since the database was away, once its time is come.
   */
  private void again() {
    Configuration wanted = waiting;
    if (wanted != null && System.nanoTime() - retryAt >= 0) {
      bring(wanted, System.nanoTime());
    }
  }

  private void bring(Configuration wanted, long began) {
    try {
      server.reload(wanted);
    } catch (Throwable e) {
      boolean away = isAway(e);
      if (!away) {
        LOG.error("the changed configuration does not come into force", e);
      }
      refuse(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
      waiting = away ? wanted : null;
      if (away) {
        Duration wait = pace.multipliedBy(1L << Math.min(waits++, LONGEST_WAIT));
        retryAt = System.nanoTime() + wait.toNanos();
        LOG.warn("the database is away; the changed configuration is tried again in {}", wait);
      }
      return;
    }
    waiting = null;
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    server.reloaded(took);
    List<String> restarting =
        wanted.restarting(started).stream().filter(key -> !given.contains(key)).toList();
    tell(new FolderState(Optional.empty(), restarting));
    if (restarting.isEmpty()) {
      LOG.info("the changed configuration is in force after {} ms", took.toMillis());
    } else {
      LOG.warn(
          "the changed configuration is in force after {} ms, but for {}: only a restart of the process brings that",
          took.toMillis(),
          String.join(", ", restarting));
    }
  }

  /** Whether the database was away, be it when all was to be taken back. */
  private static boolean isAway(Throwable e) {
    return Database.isAway(e) || Stream.of(e.getSuppressed()).anyMatch(Database::isAway);
  }

  private boolean isWatching() {
    Future<?> watch = watching;
    return watch == null || !watch.isDone();
  }

  private void tell(FolderState now) {
    state = now;
    // Operators who have the list of connectors open see it there.
    server.live().connectorsChanged();
  }

  private void refuse(String why) {
    tell(new FolderState(Optional.of(why), state.restarting()));
    LOG.warn("the changed configuration is refused, and the one before goes on: {}", why);
  }

  @Override
  public void close() {
    watcher.shutdown();
    synchronized (this) {
      server.close();
      door.close();
    }
  }
}
