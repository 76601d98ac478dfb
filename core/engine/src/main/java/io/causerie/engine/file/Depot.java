package io.causerie.engine.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/**
 * Where contents are kept, outside of the database: whole under their key, or not at all. Safe for
 * use by many threads, and by the nodes that share it. What is kept under a key never changes.
 */
public interface Depot {
  /** In so many parts it is looked through, one after the other. */
  int PARTS = 256;

  /** Takes a content that is on its way. */
  Incoming receive() throws IOException;

  boolean has(String key) throws IOException;

  /**
   * A content from its beginning.
   *
   * @throws java.nio.file.NoSuchFileException if nothing is kept under the key
   */
  InputStream open(String key) throws IOException;

  /** Keeps nothing under a key any more, whether something was or not. */
  void delete(String key) throws IOException;

  /**
   * The keys of one of {@link #PARTS} that have been kept since before a time. What was on its way
   * then and never came to its end is removed.
   */
  List<String> olderThan(Instant time, int part) throws IOException;

  /** One content on its way; only for the thread that has it. */
  interface Incoming extends AutoCloseable {
    void write(ByteBuffer bytes) throws IOException;

    /** What was written so far, to be read beside. */
    InputStream read() throws IOException;

    /** Writes through to what outlives the machine; nothing is written after it. */
    void force() throws IOException;

    /** Keeps it under a key from now on, at once and whole; after {@link #force}. */
    void keep(String key) throws IOException;

    /** Forgets it, unless it is kept. */
    @Override
    void close();
  }
}
