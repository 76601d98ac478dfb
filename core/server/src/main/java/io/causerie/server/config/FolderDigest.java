package io.causerie.server.config;

import io.causerie.model.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Whether a configuration folder says what it said: of all its files, and of those that its files
 * refer to, wherever they stand. Data that are kept in the folder do not count, nor what an editor
 * hides there.
 */
public final class FolderDigest {
  private static final int DEPTH = 3;

  private FolderDigest() {}

  /**
   * @throws IOException if something of it cannot be read, be it gone since it was found
   */
  public static String of(Path folder) throws IOException {
    MessageDigest sha = Sha256.begin();
    TreeSet<Path> referred = new TreeSet<>();
    for (Path file : files(folder)) {
      add(sha, folder.relativize(file).toString(), file);
      if (Files.isRegularFile(file)) {
        Matcher reference = Secrets.REFERENCE.matcher(Files.readString(file));
        while (reference.find()) {
          if (reference.group(1).equals("file")) {
            referred.add(folder.resolve(reference.group(2)));
          }
        }
      }
    }
    for (Path file : referred) {
      add(sha, file.toString(), file);
    }
    return HexFormat.of().formatHex(sha.digest());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder, DEPTH)) {
      return found
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".pem"))
          .filter(file -> !isHidden(folder.relativize(file)))
          .sorted()
          .toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
  }

  static boolean isHidden(Path name) {
    return StreamSupport.stream(name.spliterator(), false)
        .anyMatch(part -> part.toString().startsWith("."));
  }

  /** What is no file, such as a folder of that name, counts by its name alone. */
  private static void add(MessageDigest sha, String name, Path file) throws IOException {
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
    if (Files.isRegularFile(file)) {
      sha.update(Files.readAllBytes(file));
    }
    sha.update((byte) 0);
  }
}
