package io.causerie.idoc;

import io.causerie.model.phrase.Phrase;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A folder that somebody else writes files into: which of them wait, and where they go once they
 * are durable. A file that was replaced meanwhile is another one, and stays. Used by one thread at
 * a time.
 */
final class Inbox {
  private static final String DONE = "done";
  private static final String REFUSED = "refused";

  private final Path folder;
  private final PathMatcher files;
  private final Taken taken;
  private final Patience patience;
  private final Clock clock;
  private Map<String, Seen> seen = new HashMap<>();

  /** Durable and still there, and whether something in it was refused. */
  private final Map<Waiting, Boolean> done = new LinkedHashMap<>();

  /** What becomes of a file that is durable. */
  enum Taken {
    MOVE,
    MARK,
    DELETE;

    static Taken of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param quiet how long a file must have been as it is
   * @param rest how long the rest of one is waited for
   */
  record Patience(Duration quiet, Duration rest) {}

  /** A file as it was when it was looked at; after that it may be another one. */
  record Waiting(String name, long size, Instant modified, @Nullable Object inode) {
    private static Waiting of(Path path) throws IOException {
      BasicFileAttributes is =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return new Waiting(
          String.valueOf(path.getFileName()),
          is.isRegularFile() ? is.size() : -1,
          is.lastModifiedTime().toInstant(),
          is.fileKey());
    }

    private boolean isFile() {
      return size >= 0;
    }

    /** Whether it is the same file, under whatever name. */
    private boolean isSame(Waiting other) {
      return size == other.size
          && modified.equals(other.modified)
          && Objects.equals(inode, other.inode);
    }
  }

  /** As what, and since when. */
  private record Seen(Waiting as, Instant since) {}

  Inbox(Path folder, PathMatcher files, Taken taken, Patience patience, Clock clock) {
    this.folder = folder;
    this.files = files;
    this.taken = taken;
    this.patience = patience;
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /** Looks whether it is there, and whether files can be put away. */
  void require() throws SourceException {
    if (!Files.isDirectory(folder)) {
      throw new SourceException(
          Fault.CONFIGURATION,
          IDocWording.NO_FOLDER.with(folder.toString()),
          IDocWording.MAKE_FOLDER.with(),
          null);
    }
    if (taken != Taken.MARK) {
      folder(REFUSED);
    }
    if (taken == Taken.MOVE) {
      folder(DONE);
    }
  }

  private Path folder(String name) throws SourceException {
    Path below = folder.resolve(name);
    try {
      return Files.createDirectories(below);
    } catch (IOException e) {
      throw unusable(
          IDocWording.UNREADABLE.with(below.toString(), e.getClass().getSimpleName()),
          IDocWording.LET_WRITE,
          e);
    }
  }

  private static SourceException unusable(Phrase what, IDocWording remedy, IOException e) {
    return new SourceException(Fault.CONFIGURATION, what, remedy.with(), e);
  }

  /** The file could not be read. */
  SourceException unreadable(Waiting file, IOException e) {
    return unusable(
        IDocWording.UNREADABLE.with(
            folder.resolve(file.name()).toString(), e.getClass().getSimpleName()),
        IDocWording.LET_READ,
        e);
  }

  /**
   * The oldest files that nobody writes to any more, in the order in which they were written.
   *
   * @param most how many at most
   */
  List<Waiting> oldest(int most) throws SourceException {
    Comparator<Waiting> order =
        Comparator.comparing(Waiting::modified).thenComparing(Waiting::name);
    PriorityQueue<Waiting> newestFirst = new PriorityQueue<>(order.reversed());
    Map<String, Seen> young = new HashMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, this::isMeant)) {
      for (Path path : all) {
        look(path)
            .filter(file -> !done.containsKey(file) && isQuiet(file, young))
            .ifPresent(newestFirst::add);
        if (newestFirst.size() > most) {
          newestFirst.poll();
        }
      }
    } catch (DirectoryIteratorException e) {
      throw unlisted(Objects.requireNonNullElseGet(e.getCause(), IOException::new));
    } catch (IOException e) {
      throw unlisted(e);
    }
    seen = young;
    List<Waiting> found = new ArrayList<>(newestFirst);
    found.sort(order);
    return found;
  }

  private SourceException unlisted(IOException e) {
    boolean gone = e instanceof NotDirectoryException || e instanceof NoSuchFileException;
    return unusable(
        IDocWording.UNREADABLE.with(folder.toString(), e.getClass().getSimpleName()),
        gone ? IDocWording.MAKE_FOLDER : IDocWording.LET_READ,
        e);
  }

  private boolean isMeant(Path path) {
    String text = String.valueOf(path.getFileName());
    // A name that begins with a dot is how writers say that they are not at the end.
    return !text.startsWith(".")
        && !text.endsWith("." + DONE)
        && !text.endsWith("." + REFUSED)
        && files.matches(Path.of(text));
  }

  private static Optional<Waiting> look(Path path) {
    try {
      return Optional.of(Waiting.of(path)).filter(Waiting::isFile);
    } catch (IOException e) {
      // Gone again, or not to be looked at: then reading the folder says so.
      return Optional.empty();
    }
  }

  private boolean isQuiet(Waiting file, Map<String, Seen> young) {
    Duration longest =
        patience.quiet().compareTo(patience.rest()) > 0 ? patience.quiet() : patience.rest();
    Instant now = clock.instant();
    if (file.modified().plus(longest).isAfter(now)) {
      Seen before = seen.get(file.name());
      young.put(
          file.name(), before != null && before.as().equals(file) ? before : new Seen(file, now));
    }
    return isAsItIsFor(file, young, patience.quiet());
  }

  /** By the clock of whoever writes it, or by ours: the two may differ. */
  private boolean isAsItIsFor(Waiting file, Map<String, Seen> young, Duration time) {
    Instant now = clock.instant();
    Seen known = young.get(file.name());
    return !file.modified().plus(time).isAfter(now)
        || (known != null && known.as().equals(file) && !known.since().plus(time).isAfter(now));
  }

  /** Whether the rest of one that ends in the middle may still come. */
  boolean mayGrow(Waiting file) {
    return !isAsItIsFor(file, seen, patience.rest());
  }

  InputStream open(Waiting file) throws IOException {
    return Files.newInputStream(folder.resolve(file.name()), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether it is the one that was looked at. */
  boolean isStill(Waiting file) throws IOException {
    return Waiting.of(folder.resolve(file.name())).isSame(file);
  }

  /**
   * Its events are durable.
   *
   * @param refused whether something in it was none
   */
  void isDone(Waiting file, boolean refused) {
    done.put(file, refused);
  }

  /**
   * Puts away what is done.
   *
   * @throws SourceException if something must stay; it is not read again meanwhile
   */
  void putAway() throws SourceException {
    SourceException failure = null;
    for (Map.Entry<Waiting, Boolean> each : List.copyOf(done.entrySet())) {
      Waiting file = each.getKey();
      try {
        move(file, each.getValue());
        done.remove(file);
      } catch (NoSuchFileException e) {
        // Somebody else has taken it away.
        done.remove(file);
      } catch (IOException e) {
        failure =
            unusable(
                IDocWording.UNMOVED.with(
                    folder.resolve(file.name()).toString(), e.getClass().getSimpleName()),
                IDocWording.LET_WRITE,
                e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void move(Waiting file, boolean refused) throws IOException {
    Path path = folder.resolve(file.name());
    if (!isStill(file)) {
      return;
    }
    Path away = free(target(file.name(), refused));
    Files.move(path, away, StandardCopyOption.ATOMIC_MOVE);
    if (!Waiting.of(away).isSame(file)) {
      // It was replaced in between: the new one has not been read.
      Files.move(away, free(path), StandardCopyOption.ATOMIC_MOVE);
    } else if (taken == Taken.DELETE && !refused) {
      Files.delete(away);
    }
  }

  private Path target(String name, boolean refused) {
    return switch (taken) {
      case MOVE -> folder.resolve(refused ? REFUSED : DONE).resolve(name);
      case MARK -> folder.resolve(name + "." + (refused ? REFUSED : DONE));
      case DELETE ->
          refused ? folder.resolve(REFUSED).resolve(name) : folder.resolve("." + name + "." + DONE);
    };
  }

  /** The same, or beside it: nothing is overwritten. */
  private static Path free(Path path) {
    Path free = path;
    String name = String.valueOf(path.getFileName());
    int dot = name.lastIndexOf('.');
    for (int i = 1; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
      free =
          path.resolveSibling(
              dot > 0 ? name.substring(0, dot) + "-" + i + name.substring(dot) : name + "-" + i);
    }
    return free;
  }
}
