package io.causerie.server.config;

import io.causerie.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether a configuration folder says what it said: of all its files, and of those that were read
 * with it, wherever they stand. Data that are kept in the folder do not count, nor what an editor
 * hides there.
 */
public final class FolderDigest {
  private static final int DEPTH = 3;

  private FolderDigest() {}

  /**
   * @param read the files that {@link ConfigurationLoader#load} has read
   * @throws IOException if the folder cannot be listed
   */
  public static String of(Path folder, Set<Path> read) throws IOException {
    MessageDigest sha = Sha256.begin();
    TreeSet<Path> all = new TreeSet<>(read);
    try (Stream<Path> found = Files.walk(folder, DEPTH)) {
      found
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !isHidden(folder.relativize(file)))
          .forEach(all::add);
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path file : all) {
      add(sha, file);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  static boolean isHidden(Path name) {
    return StreamSupport.stream(name.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  /** What is no file, or cannot be read, counts by its name and that alone. */
  private static void add(MessageDigest sha, Path file) {
    sha.update(file.toString().getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    if (Files.isRegularFile(file)) {
      try {
        sha.update(Files.readAllBytes(file));
      } catch (IOException e) {
        sha.update(e.getClass().getName().getBytes(StandardCharsets.UTF_8));
      }
    }
    sha.update((byte) 0);
  }
}
