package io.causerie.idoc;

import io.causerie.model.Sha256;
import io.causerie.model.xml.ForeignXml;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What is in the files of a folder; holds one IDoc at a time. Used by one thread at a time. */
final class IDocFiles {
  /** The end of an element, with the blanks behind it. */
  private static final int LONGEST_END = 4 << 10;

  private final Inbox inbox;
  private final Reading reading;
  private @Nullable Known known;

  /** A file that was read to its end: it is well-formed. */
  private record Known(Inbox.Waiting file, String digest) {}

  IDocFiles(Inbox inbox, Reading reading) {
    this.inbox = inbox;
    this.reading = reading;
  }

  /** Something that is done with a file. */
  @FunctionalInterface
  private interface Work<T> {
    T with(InputStream in) throws IOException, XMLStreamException, NoIDocException;
  }

  /** What is done with each event of a file. */
  @FunctionalInterface
  interface Letterbox {
    /** Returns whether the next one is wanted. */
    boolean put(Letters.Letter letter);
  }

  /**
   * A parser calls whatever hinders it malformed, which a disk that fails is not; and it closes
   * what it has read to its end, which is whoever opened it's to close.
   */
  private static final class Watched extends FilterInputStream {
    private @Nullable IOException failure;

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      try {
        return super.read(into, at, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    @Override
    public void close() {
      // See above.
    }

    void tell() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private <T> T read(Inbox.Waiting file, Work<T> work) throws IOException, NoIDocException {
    try (InputStream opened = inbox.open(file)) {
      Watched in = new Watched(new BufferedInputStream(opened));
      try {
        return work.with(in);
      } catch (XMLStreamException e) {
        in.tell();
        throw IDocReader.unreadable(e);
      } catch (NoIDocException e) {
        in.tell();
        throw e;
      }
    }
  }

  /**
   * Gives the events of a file, from its beginning.
   *
   * @return whether all were given
   * @throws NoIDocException before the first one, if the file is not well-formed or has none
   */
  boolean letters(Inbox.Waiting file, Letterbox box) throws IOException, NoIDocException {
    String digest = digest(file);
    return read(
        file,
        in -> {
          Letters letters =
              new Letters(reading, new IDocReader(ForeignXml.inPieces(in), reading.most()), digest);
          while (true) {
            Optional<Letters.Letter> next = letters.next();
            if (next.isEmpty()) {
              return true;
            }
            if (!box.put(next.get())) {
              return false;
            }
          }
        });
  }

  /** Of the whole file, which is well-formed then. */
  private String digest(Inbox.Waiting file) throws IOException, NoIDocException {
    Known before = known;
    if (before != null && before.file().equals(file)) {
      return before.digest();
    }
    if (file.size() == 0) {
      throw new NoIDocException(IDocWording.EMPTY.with());
    }
    MessageDigest digest = Sha256.begin();
    read(
        file,
        in -> {
          InputStream digested = new DigestInputStream(in, digest);
          IDocReader reader = new IDocReader(ForeignXml.inPieces(digested), reading.most());
          while (reader.next().isPresent()) {
            // Only whether it comes to its end.
          }
          return digested.transferTo(OutputStream.nullOutputStream());
        });
    Known now = new Known(file, HexFormat.of().formatHex(digest.digest()));
    known = now;
    return now.digest();
  }

  /** What it begins with. */
  byte[] begin(Inbox.Waiting file, int most) throws IOException {
    try (InputStream in = inbox.open(file)) {
      return in.readNBytes(most);
    }
  }

  /** The outermost element as its tags call it; nothing where none begins. */
  Optional<String> root(Inbox.Waiting file) throws IOException {
    try {
      return read(
          file,
          in -> {
            XMLStreamReader xml = ForeignXml.inPieces(in);
            while (xml.next() != XMLStreamConstants.START_ELEMENT) {
              // What stands before it says nothing.
            }
            String prefix = xml.getPrefix();
            boolean plain = prefix == null || prefix.isEmpty();
            return Optional.of(plain ? xml.getLocalName() : prefix + ":" + xml.getLocalName());
          });
    } catch (NoIDocException e) {
      return Optional.empty();
    }
  }

  /** Whether it ends with the end of its outermost element: then nothing more is to come. */
  boolean isClosed(Inbox.Waiting file, String root) throws IOException {
    byte[] end;
    try (InputStream in = inbox.open(file)) {
      in.skipNBytes(Math.max(0, file.size() - LONGEST_END));
      end = in.readNBytes(LONGEST_END);
    }
    // Of two bytes a character, too.
    String text = new String(end, StandardCharsets.ISO_8859_1).replace("\0", "").strip();
    int tag = text.lastIndexOf("</" + root);
    return tag >= 0 && text.substring(tag + 2 + root.length()).strip().equals(">");
  }
}
