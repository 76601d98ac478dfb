package io.causerie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder; several nodes may share it. A content is written beside, forced to the disk and then
 * renamed, so that what has a name is whole. For its owner alone, where the file system knows
 * owners.
 */
public final class FolderDepot implements Depot {
  private static final Logger LOG = LoggerFactory.getLogger(FolderDepot.class);
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}(\\.preview)?");
  private static final String INCOMING = "incoming";

  private static final FileAttribute<?>[] OWNERS_ALONE =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];

  private final Path folder;

  /** The folder; it is made when it is needed first. */
  public FolderDepot(Path folder) {
    this.folder = folder;
  }

  private static Path made(Path above, String name) throws IOException {
    Path made = above.resolve(name);
    if (!Files.isDirectory(made)) {
      Files.createDirectories(made, OWNERS_ALONE);
      force(above);
    }
    return made;
  }

  /** So that a name outlives the machine's end; not every system lets a folder be forced. */
  private static void force(Path of) throws IOException {
    try (FileChannel channel = FileChannel.open(of, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      LOG.debug("{} cannot be forced", of, e);
    }
  }

  private Path of(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("no key of a content: " + key);
    }
    return folder.resolve(part(key)).resolve(key);
  }

  private static String part(String key) {
    return key.substring(0, 2);
  }

  @Override
  public Incoming receive() throws IOException {
    return new Written(made(folder, INCOMING).resolve(UUID.randomUUID().toString()));
  }

  @Override
  public boolean has(String key) {
    return Files.exists(of(key));
  }

  @Override
  public InputStream open(String key) throws IOException {
    return Files.newInputStream(of(key));
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(of(key));
  }

  @Override
  public List<String> olderThan(Instant time, int part) throws IOException {
    for (Path left : older(folder.resolve(INCOMING), time)) {
      Files.deleteIfExists(left);
    }
    List<String> keys = new ArrayList<>();
    for (Path kept : older(folder.resolve("%02x".formatted(part)), time)) {
      String name = kept.getFileName().toString();
      if (KEY.matcher(name).matches()) {
        keys.add(name);
      }
    }
    return keys;
  }

  private static List<Path> older(Path in, Instant time) throws IOException {
    List<Path> older = new ArrayList<>();
    if (!Files.isDirectory(in)) {
      return older;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(in)) {
      for (Path one : all) {
        if (isOlder(one, time)) {
          older.add(one);
        }
      }
    }
    return older;
  }

  private static boolean isOlder(Path one, Instant time) throws IOException {
    try {
      return Files.getLastModifiedTime(one).toInstant().isBefore(time);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private final class Written implements Incoming {
    private final Path beside;
    private final FileChannel channel;

    Written(Path beside) throws IOException {
      this.beside = beside;
      this.channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public InputStream read() throws IOException {
      return Files.newInputStream(beside);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
      channel.close();
    }

    @Override
    public void keep(String key) throws IOException {
      Path at = of(key);
      Path in = made(folder, part(key));
      Files.move(beside, at, StandardCopyOption.ATOMIC_MOVE);
      FolderDepot.force(in);
    }

    @Override
    public void close() {
      try {
        channel.close();
        Files.deleteIfExists(beside);
      } catch (IOException e) {
        // It is removed with what never came to its end.
        LOG.debug("{} stays for a while", beside, e);
      }
    }
  }
}
