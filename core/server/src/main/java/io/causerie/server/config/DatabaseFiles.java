package io.causerie.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The files of an H2 database: they hold all that was ever said, so that only who runs the server
 * may read them.
 */
public final class DatabaseFiles {
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

  private static Optional<Path> base(String url) {
    if (!url.startsWith("jdbc:h2:")) {
      return Optional.empty();
    }
    String name = url.substring("jdbc:h2:".length()).replaceFirst(";.*", "");
    if (name.startsWith("file:")) {
      name = name.substring("file:".length());
    } else if (name.matches("[a-zA-Z]{2,}:.*")) {
      // In memory, or of another process.
      return Optional.empty();
    }
    return Optional.of(
        name.startsWith("~/")
            ? Path.of(System.getProperty("user.home")).resolve(name.substring(2))
            : Path.of(name));
  }
}
