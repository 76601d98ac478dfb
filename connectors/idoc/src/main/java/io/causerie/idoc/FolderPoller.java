package io.causerie.idoc;

import io.causerie.model.Sha256;
import io.causerie.model.json.ModelJson;
import io.causerie.model.phrase.Phrase;
import io.causerie.spi.Door;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes the files of a folder, oldest first, and puts them away once their IDocs are durable. What
 * is still there is what is still to be read; a file that is read twice, because of a crash in
 * between, has the same keys. A page may end in the middle of a file.
 */
final class FolderPoller implements Poller {
  private static final String START = "{}";

  /** A message does not change; what comes under its key again with other words is another one. */
  private static final String VERSION = "1";

  /** As many files are looked at for a page. */
  private static final int FILES = 1000;

  /** A page holds no more of events, but for one. */
  private static final long BYTES = 8L << 20;

  /** So much is kept of a file that is none. */
  private static final int KEPT = 64 << 10;

  private final Inbox inbox;
  private final IDocFiles files;
  private final String source;
  private final int maxFile;
  private @Nullable Last last;

  /** In the middle of a file; else nothing. */
  private record Place(@Nullable String file, long size, @Nullable String modified, int done) {
    static Place in(Inbox.Waiting file, int done) {
      return new Place(file.name(), file.size(), file.modified().toString(), done);
    }

    int of(Inbox.Waiting waiting) {
      return equals(in(waiting, done)) ? done : 0;
    }
  }

  /** A file of which all is in a page. */
  private record Finished(Inbox.Waiting file, boolean refused) {}

  private record Last(Page page, List<Finished> files) {}

  FolderPoller(Inbox inbox, Reading reading, int maxFile) {
    this.inbox = inbox;
    this.files = new IDocFiles(inbox, reading);
    this.source = reading.source();
    this.maxFile = maxFile;
  }

  /** A folder holds what nobody has taken yet, whenever it was written. */
  @Override
  public String start(@Nullable Instant since) {
    return START;
  }

  /** It has no history either. */
  @Override
  public String beginning() {
    return START;
  }

  @Override
  public boolean tellsStates() {
    return false;
  }

  void check() throws SourceException {
    inbox.require();
    inbox.oldest(1);
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    Place from = parse(cursor);
    inbox.require();
    if (until != null) {
      return new Page(List.of(), cursor, false, null);
    }
    Filling page = new Filling(from, limit);
    SourceException trouble = page.fill(inbox.oldest(FILES));
    try {
      inbox.putAway();
    } catch (SourceException e) {
      trouble = e;
    }
    if (page.rows.isEmpty() && trouble != null) {
      throw trouble;
    }
    Page read = page.page();
    last = new Last(read, page.finished);
    return read;
  }

  private static Place parse(String cursor) throws SourceException {
    try {
      return ModelJson.read(cursor, Place.class);
    } catch (IllegalArgumentException e) {
      throw new SourceException(
          Fault.CONFIGURATION, IDocWording.CURSOR.with(), IDocWording.RESET.with(), e);
    }
  }

  /** A page that is being filled. */
  private final class Filling {
    final List<SourceRow> rows = new ArrayList<>();
    final List<Finished> finished = new ArrayList<>();
    private final Place from;
    private final int limit;
    private long bytes;
    private String next = START;
    private boolean more;

    Filling(Place from, int limit) {
      this.from = from;
      this.limit = limit;
    }

    /** Returns what kept a file from being read; the others are none the worse for it. */
    @Nullable SourceException fill(List<Inbox.Waiting> waiting) {
      SourceException trouble = null;
      for (Inbox.Waiting file : waiting) {
        more = isFull();
        if (more) {
          return trouble;
        }
        try {
          add(file);
        } catch (NoSuchFileException e) {
          // Taken away meanwhile by somebody else.
        } catch (IOException e) {
          trouble = inbox.unreadable(file, e);
        }
        if (more) {
          return trouble;
        }
      }
      more = waiting.size() == FILES && !finished.isEmpty();
      return trouble;
    }

    private boolean isFull() {
      return rows.size() >= limit || bytes >= BYTES;
    }

    private void add(Inbox.Waiting file) throws IOException {
      if (file.size() > maxFile) {
        refuse(file, IDocWording.TOO_LARGE_FILE.with(file.size(), maxFile));
        return;
      }
      List<SourceRow> some = new ArrayList<>();
      try {
        Reader reader = new Reader(from.of(file), some);
        boolean all = files.letters(file, reader);
        if (!inbox.isStill(file)) {
          // Written anew while it was read: it is read again.
          return;
        }
        rows.addAll(some);
        if (all) {
          finished.add(new Finished(file, reader.refused));
        } else {
          next = ModelJson.write(Place.in(file, from.of(file) + some.size()));
          more = true;
        }
      } catch (NoIDocException e) {
        unreadable(file, e.phrase());
      }
    }

    /** Takes those behind a place, until the page is full. */
    private final class Reader implements IDocFiles.Letterbox {
      private final int done;
      private final List<SourceRow> into;
      private int place;
      private boolean refused;

      Reader(int done, List<SourceRow> into) {
        this.done = done;
        this.into = into;
      }

      @Override
      public boolean put(Letters.Letter letter) {
        // What came in a page before decides, too, where the file goes.
        refused |= letter.isRefused();
        if (place++ < done) {
          return true;
        }
        if (rows.size() + into.size() >= limit || bytes >= BYTES) {
          return false;
        }
        into.add(row(letter));
        bytes += letter.delivery().event().data().length;
        return true;
      }
    }

    private void unreadable(Inbox.Waiting file, Phrase why) throws IOException {
      Optional<String> root = files.root(file);
      boolean closed = root.isPresent() && files.isClosed(file, root.get());
      if (!inbox.isStill(file) || (!closed && inbox.mayGrow(file))) {
        return;
      }
      boolean half = root.isPresent() && !closed;
      refuse(file, half ? IDocWording.NO_XML.with(IDocWording.HALF.with()) : why);
    }

    /** Kept with what it begins with; the file itself is put aside. */
    private void refuse(Inbox.Waiting file, Phrase why) throws IOException {
      byte[] kept = files.begin(file, KEPT);
      String key = "~" + Sha256.hex(Sha256.hex(kept) + " " + file.size());
      rows.add(row(Letters.refused(source, Letters.BROKEN, key, kept, why)));
      bytes += kept.length;
      finished.add(new Finished(file, true));
    }

    Page page() {
      return new Page(rows, next, more, more ? null : inbox.now());
    }
  }

  private static SourceRow row(Letters.Letter letter) {
    Door.Fault fault = letter.delivery().fault();
    return fault == null
        ? new SourceRow(letter.key(), VERSION, letter.delivery().event())
        : SourceRow.unreadable(letter.key(), VERSION, letter.delivery().event(), fault);
  }

  @Override
  public void committed(Page page) throws SourceException {
    Last read = last;
    if (read == null || !read.page().equals(page)) {
      return;
    }
    last = null;
    read.files().forEach(each -> inbox.isDone(each.file(), each.refused()));
    inbox.putAway();
  }
}
