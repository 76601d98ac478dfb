package io.causerie.server.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files that are written into a configuration folder where none was; nothing is overwritten. */
final class NewFiles {
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  private NewFiles() {}

  /**
   * Writes all, or none if one of them is there.
   *
   * @param files texts by their paths in the folder
   */
  static void write(Path folder, Map<String, String> files) throws IOException {
    for (String path : files.keySet()) {
      if (Files.exists(folder.resolve(path))) {
        throw isThere(folder.resolve(path), null);
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      try {
        Files.writeString(target, file.getValue(), StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        throw isThere(target, e);
      }
    }
  }

  private static IllegalArgumentException isThere(Path target, @Nullable Exception cause) {
    return new IllegalArgumentException(
        target + " is there already; move it away, or name another folder with --config", cause);
  }

  /**
   * Writes a secret that only its owner reads.
   *
   * @return false if there is one already, which stays
   */
  static boolean secret(Path folder, String path) throws IOException {
    Path target = folder.resolve(path);
    if (Files.exists(target)) {
      return false;
    }
    Files.createDirectories(target.getParent());
    FileAttribute<?>[] owner =
        target.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
            : new FileAttribute<?>[0];
    Files.createFile(target, owner);
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    Files.writeString(
        target, Base64.getUrlEncoder().withoutPadding().encodeToString(secret) + "\n");
    return true;
  }
}
