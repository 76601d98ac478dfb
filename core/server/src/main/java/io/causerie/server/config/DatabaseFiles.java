package io.causerie.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of an H2 database: they hold all that was ever said, so that only who runs the server
 * may read them.
 */
public final class DatabaseFiles {
  /** Not of one in memory, or of another process. */
  private static final Pattern FILE =
      Pattern.compile("jdbc:h2:(?:file:)?(?![a-zA-Z]{2,}:)([^;]*)(.*)");

  private DatabaseFiles() {}

  /** Takes the rights of others from the files of a database; makes them first where none are. */
  public static void protect(String url) {
    Optional<Path> base = base(url);
    if (base.isEmpty()
        || !FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Path file = base.get().resolveSibling(base.get().getFileName() + ".mv.db");
    Path trace = base.get().resolveSibling(base.get().getFileName() + ".trace.db");
    try {
      if (Files.notExists(file)) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        // H2 takes an empty file for a new database.
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      }
      for (Path each : new Path[] {file, trace}) {
        if (Files.exists(each)) {
          Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-------"));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the database's file cannot be made: " + file, e);
    }
  }

  /** The URL of an H2 database with its file's whole path; H2 takes no other. */
  static String absolute(String url, Path folder) {
    Matcher parts = FILE.matcher(url);
    return parts.matches() && !parts.group(1).startsWith("~")
        ? "jdbc:h2:file:"
            + folder.toAbsolutePath().resolve(parts.group(1)).normalize()
            + parts.group(2)
        : url;
  }

  private static Optional<Path> base(String url) {
    Matcher parts = FILE.matcher(url);
    if (!parts.matches()) {
      return Optional.empty();
    }
    String name = parts.group(1);
    return Optional.of(
        name.startsWith("~/")
            ? Path.of(System.getProperty("user.home")).resolve(name.substring(2))
            : Path.of(name));
  }
}
