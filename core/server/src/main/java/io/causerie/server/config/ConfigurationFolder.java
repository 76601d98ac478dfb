package io.causerie.server.config;

import io.causerie.model.yaml.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder a configuration was read from, and the one door by which anything of Causerie's own
 * writes into it: what is to be written is checked as a whole first, each file then appears at once
 * and whole, and those that others refer to come before them.
 */
public final class ConfigurationFolder {
  private static final String NAME = "[a-z0-9][a-z0-9._-]{0,100}";

  /** A folder is never called as a file would be, which others would try to read. */
  private static final String IN = "(?:(?![^/]*\\.(?:yaml|json|pem)/)%s/)".formatted(NAME);

  /** What may be written; never `causerie.yaml`, `people.yaml` or anything in `routes/`. */
  private static final Pattern WRITABLE =
      Pattern.compile(
          "(systems/%1$s\\.yaml|mappings/%2$s{0,2}%1$s\\.yaml|cases/%2$s{1,3}%1$s\\.json|secrets/%1$s)"
              .formatted(NAME, IN));

  private static final String SECRETS = "secrets/";

  /** Nobody reads a reference before what it refers to. */
  private static final List<String> ORDER = List.of(SECRETS, "cases/", "mappings/", "systems/");

  /** What would be read from elsewhere; it is put in by who writes the files by hand. */
  public static boolean refers(String text) {
    return Secrets.REFERENCE.matcher(text).find();
  }

  private static final Object WRITING = new Object();

  private final Path path;
  private final Clock clock;
  private final UnaryOperator<@Nullable String> environment;

  public ConfigurationFolder(Path path, Clock clock, UnaryOperator<@Nullable String> environment) {
    this.path = path;
    this.clock = clock;
    this.environment = environment;
  }

  public Path path() {
    return path;
  }

  /** The text of a file as it stands now. */
  public Optional<String> text(String name) {
    requireWritable(name);
    try {
      return Files.exists(path.resolve(name))
          ? Optional.of(Files.readString(path.resolve(name)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the files of systems. */
  public List<String> systems() {
    try {
      return List.copyOf(new FolderFiles(path, Map.of()).in("systems", ".yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What would be wrong with the folder if these files stood in it. */
  public List<Problem> check(Map<String, String> files) {
    try {
      with(files);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  /**
   * The configuration that the folder would be if these files stood in it.
   *
   * @throws ConfigurationException with every error
   */
  public Configuration with(Map<String, String> files) throws ConfigurationException {
    files.keySet().forEach(ConfigurationFolder::requireWritable);
    return ConfigurationLoader.load(path, files, clock, environment);
  }

  /** A file was there, or was another than was thought. */
  public static final class ChangedMeanwhileException extends Exception {
    private static final long serialVersionUID = 1;

    ChangedMeanwhileException(String file, boolean there) {
      super(
          there
              ? file + " is there already, and is left as it is"
              : file + " was changed meanwhile, and is left as it is");
    }
  }

  /**
   * Writes files that were looked at {@linkplain #with before}. None of them is written unless all
   * of them can be.
   *
   * @param files texts by their paths in the folder; a secret is read by its owner alone
   * @param replaced what stands in those that are there already; another file is not overwritten
   * @throws ChangedMeanwhileException if one of them is another than {@code replaced} says
   */
  public void put(Map<String, String> files, Map<String, String> replaced)
      throws ChangedMeanwhileException, IOException {
    // A reload makes another of these: one at a time writes in the whole process.
    synchronized (WRITING) {
      requireSame(files, replaced);
      place(files);
    }
  }

  private void place(Map<String, String> files) throws IOException {
    List<Path> made = new ArrayList<>();
    Map<Path, Path> ready = new java.util.LinkedHashMap<>();
    try {
      for (Map.Entry<String, String> file : inOrder(files).entrySet()) {
        Path target = path.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Path beside = beside(target, file.getKey().startsWith(SECRETS));
        ready.put(beside, target);
        fill(beside, file.getValue());
      }
      for (Map.Entry<Path, Path> file : ready.entrySet()) {
        boolean there = Files.exists(file.getValue());
        move(file.getKey(), file.getValue());
        if (!there) {
          made.add(file.getValue());
        }
      }
    } catch (IOException | RuntimeException e) {
      // What was made first is referred to by nothing yet.
      for (Path file : made) {
        Files.deleteIfExists(file);
      }
      throw e;
    } finally {
      for (Path file : ready.keySet()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Looks whether the files are as whoever wants to write them thinks.
   *
   * @throws ChangedMeanwhileException if one of them is another than {@code replaced} says
   */
  public void requireSame(Map<String, String> files, Map<String, String> replaced)
      throws ChangedMeanwhileException {
    for (String name : files.keySet()) {
      requireSame(name, replaced.get(name));
    }
  }

  private void requireSame(String name, @Nullable String expected)
      throws ChangedMeanwhileException {
    String now = text(name).orElse(null);
    if (now == null ? expected != null : !now.equals(expected)) {
      throw new ChangedMeanwhileException(name, expected == null);
    }
  }

  /** Each after those that it refers to. */
  static TreeMap<String, String> inOrder(Map<String, String> files) {
    Comparator<String> byUse =
        Comparator.comparing(
            name ->
                ORDER.stream().filter(name::startsWith).findFirst().map(ORDER::indexOf).orElse(0));
    TreeMap<String, String> sorted = new TreeMap<>(byUse.thenComparing(Comparator.naturalOrder()));
    sorted.putAll(files);
    return sorted;
  }

  /** A file of its own beside the target, which no reader of the folder takes for one of its. */
  private static Path beside(Path target, boolean secret) throws IOException {
    Path folder = target.getParent();
    boolean posix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
    String rights = secret ? "rw-------" : "rw-r--r--";
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
            }
            : new FileAttribute<?>[0];
    return Files.createTempFile(folder, "." + target.getFileName(), ".new", attributes);
  }

  private static void fill(Path file, String text) throws IOException {
    Set<StandardOpenOption> how = EnumSet.of(StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(file, how)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      // After a crash it is there whole, or not at all.
      channel.force(true);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void requireWritable(String name) {
    if (!WRITABLE.matcher(name).matches() || name.contains("..")) {
      throw new IllegalArgumentException(
          "'%s' is none of the files that may be written: systems/, mappings/, cases/ and secrets/, with names of lower-case letters, digits, dots and hyphens"
              .formatted(name));
    }
  }
}
