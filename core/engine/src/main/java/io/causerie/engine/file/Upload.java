package io.causerie.engine.file;

import io.causerie.model.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file on its way: its bytes go to the depot as they come, and are counted. Holds no connection;
 * for one thread after the other. Made by {@link Attachments#begin}.
 */
public final class Upload implements AutoCloseable {
  private final String person;
  private final String name;
  private final long most;
  private final Depot.Incoming incoming;
  private final Runnable over;
  private final MessageDigest sha = Sha256.begin();
  private final byte[] first = new byte[FileKind.TELLING];
  private long size;
  private boolean closed;

  /**
   * @param most bytes
   * @param over run once, when it is closed
   */
  Upload(String person, String name, long most, Depot.Incoming incoming, Runnable over) {
    this.person = person;
    this.name = name;
    this.most = most;
    this.incoming = incoming;
    this.over = over;
  }

  /**
   * Takes more bytes.
   *
   * @throws FileTooLargeException if these are more than a file may have
   */
  public void write(ByteBuffer bytes) throws IOException {
    if (size + bytes.remaining() > most) {
      throw FileTooLargeException.file(most);
    }
    for (int i = (int) Math.min(size, first.length), at = bytes.position();
        i < first.length && at < bytes.limit();
        i++, at++) {
      first[i] = bytes.get(at);
    }
    size += bytes.remaining();
    sha.update(bytes.duplicate());
    incoming.write(bytes);
  }

  String person() {
    return person;
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  Depot.Incoming incoming() {
    return incoming;
  }

  /** What has come, once all of it has; nothing more is written then. */
  Whole whole() throws IOException {
    incoming.force();
    return new Whole(
        HexFormat.of().formatHex(sha.digest()),
        size,
        FileKind.of(Arrays.copyOf(first, (int) Math.min(size, first.length))));
  }

  /** What its bytes tell. */
  record Whole(String digest, long size, FileKind kind) {
    FileStore.Content content(FileState state, Optional<Pictures.Small> small) {
      return new FileStore.Content(
          digest,
          size,
          kind,
          state,
          null,
          small.map(Pictures.Small::extent).orElse(null),
          small.map(Pictures.Small::kind).orElse(null));
    }
  }

  /** Forgets what was not kept. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      incoming.close();
      over.run();
    }
  }
}
