package io.causerie.engine.file;

import io.causerie.engine.delivery.Deliveries;
import io.causerie.engine.delivery.Delivery;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.delivery.Jobs;
import io.causerie.engine.delivery.Outcome;
import io.causerie.engine.delivery.RetryLater;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.store.Database;
import io.causerie.model.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files, each kept once, from the depot to the row that writes it down and back.
 * Whoever keeps or removes one has the lock of its row: what is written down is there, and what is
 * there and not written down is removed after a while.
 */
final class Contents implements DeliveryChannel {
  /** What brings contents to who looks for viruses. */
  static final String CHANNEL = "files";

  private static final String JOB = "file-content";
  private static final String SMALL = ".preview";

  /** Longer than any file is on its way. */
  private static final Duration ORPHANS_KEPT = Duration.ofDays(1);

  /** So many parts of the depot are looked through in one round. */
  static final int PARTS_A_ROUND = 16;

  private static final int MOST_OF_WORD = 200;
  private static final int PARALLEL = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Database database;
  private final Clock clock;
  private final Jobs jobs;
  private final Deliveries deliveries;
  private final Journal journal;
  private final Depot depot;
  private final @Nullable Watchman watchman;
  private final Runnable committed;
  private int part;

  Contents(FileParts parts, Depot depot, @Nullable Watchman watchman) {
    this.database = parts.database();
    this.clock = parts.clock();
    this.jobs = parts.jobs();
    this.deliveries = parts.deliveries();
    this.journal = parts.journal();
    this.committed = parts.committed();
    this.depot = depot;
    this.watchman = watchman;
    jobs.handle(JOB, this::removeUnused);
  }

  Depot depot() {
    return depot;
  }

  /** A content that is to be kept, with the small picture of it. */
  final class Kept implements AutoCloseable {
    private final Upload upload;
    private final FileStore.Content content;
    private final Depot.@Nullable Incoming small;

    private Kept(Upload upload) throws IOException {
      this.upload = upload;
      Upload.Whole whole = upload.whole();
      // Nothing is drawn of what nobody has looked at.
      Optional<Pictures.Small> drawn =
          watchman == null
              ? Pictures.small(whole.kind(), upload.incoming()::read)
              : Optional.empty();
      this.content = whole.content(watchman == null ? FileState.CLEAN : FileState.WAITING, drawn);
      this.small = drawn.isPresent() ? received(drawn.get()) : null;
    }

    long size() {
      return content.size();
    }

    /** Writes it down, and keeps it; what is kept already stays as it is. */
    FileStore.Content in(Handle h) {
      while (true) {
        boolean isNew = FileStore.insert(h, content, clock.instant());
        Optional<FileStore.Content> written = FileStore.lockContent(h, content.digest());
        if (written.isPresent()) {
          if (written.get().state() != FileState.REFUSED) {
            keep(content.digest(), upload.incoming());
            keep(content.digest() + SMALL, small);
          }
          if (isNew && content.state() == FileState.WAITING) {
            deliveries.add(h, new Deliveries.Order(CHANNEL, "", content.digest(), null));
          }
          return written.get();
        }
        // It was being removed: then it is new after all.
      }
    }

    @Override
    public void close() {
      if (small != null) {
        small.close();
      }
    }
  }

  Kept kept(Upload upload) throws IOException {
    return new Kept(upload);
  }

  private Depot.Incoming received(Pictures.Small small) throws IOException {
    Depot.Incoming incoming = depot.receive();
    incoming.write(ByteBuffer.wrap(small.bytes()));
    incoming.force();
    return incoming;
  }

  private void keep(String key, Depot.@Nullable Incoming incoming) {
    try {
      if (incoming != null && !depot.has(key)) {
        incoming.keep(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is kept of it, or the small picture of it. */
  InputStream open(FileStore.Content content, boolean small) throws IOException {
    return depot.open(small ? content.digest() + SMALL : content.digest());
  }

  /** A file of it is no more; where that was the last, it goes after the commit. */
  void leave(Handle h, String digest) {
    jobs.add(h, JOB, digest);
  }

  private void removeUnused(Handle h, String digest) {
    if (FileStore.lockContent(h, digest).isPresent() && !FileStore.isUsed(h, digest)) {
      delete(digest);
      FileStore.deleteContent(h, digest);
    }
  }

  private void delete(String digest) {
    try {
      depot.delete(digest);
      depot.delete(digest + SMALL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what is in the depot and nobody has written down: a node died between the two. */
  void sweep() {
    Instant before = clock.instant().minus(ORPHANS_KEPT);
    for (int i = 0; i < PARTS_A_ROUND; i++) {
      sweep(before, part);
      part = (part + 1) % Depot.PARTS;
    }
  }

  private void sweep(Instant before, int some) {
    Set<String> digests = new TreeSet<>();
    try {
      depot.olderThan(before, some).forEach(key -> digests.add(key.replace(SMALL, "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!digests.isEmpty()) {
      Set<String> known = new HashSet<>(database.ask(h -> FileStore.known(h, digests)));
      digests.removeAll(known);
      digests.forEach(orphan -> database.writing(h -> removeOrphan(h, orphan)));
    }
  }

  /** Whoever gives the same content meanwhile waits for the row, and then keeps it anew. */
  private void removeOrphan(Handle h, String digest) {
    FileStore.Content claim =
        new FileStore.Content(digest, 0, FileKind.OTHER, FileState.WAITING, null, null, null);
    if (FileStore.insert(h, claim, clock.instant())) {
      delete(digest);
      FileStore.deleteContent(h, digest);
    }
  }

  @Override
  public String name() {
    return CHANNEL;
  }

  @Override
  public int parallel() {
    return PARALLEL;
  }

  @Override
  public boolean idempotent() {
    return true;
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  /** Has a content looked at that nobody may have before. */
  @Override
  public Outcome deliver(Delivery delivery) throws RetryLater, InterruptedException {
    String digest = delivery.subject();
    Optional<FileStore.Content> found =
        database
            .ask(h -> FileStore.content(h, digest))
            .filter(content -> content.state() == FileState.WAITING);
    if (found.isEmpty()) {
      return Outcome.NEEDLESS;
    }
    Optional<String> refusal = refused(found.get());
    Optional<Pictures.Small> drawn =
        refusal.isPresent()
            ? Optional.empty()
            : Pictures.small(found.get().kind(), () -> depot.open(digest));
    try (Depot.Incoming small = drawn.isPresent() ? received(drawn.get()) : null) {
      database.writing(h -> judge(h, digest, refusal.orElse(null), drawn.orElse(null), small));
    } catch (IOException e) {
      throw new RetryLater(FileWording.NOT_LOOKED_AT.with(), null, e);
    }
    return Outcome.DELIVERED;
  }

  private Optional<String> refused(FileStore.Content content)
      throws RetryLater, InterruptedException {
    if (watchman == null) {
      // Nobody looks any more: what still waits for it has waited in vain.
      return Optional.empty();
    }
    try (InputStream in = depot.open(content.digest())) {
      return watchman
          .refuses(in)
          .map(word -> PlainText.cut(PlainText.storable(word).strip(), MOST_OF_WORD));
    } catch (NoSuchFileException e) {
      throw new RetryLater(FileWording.NOT_THERE.with(), null, e);
    } catch (IOException e) {
      throw new RetryLater(FileWording.NOT_LOOKED_AT.with(), null, e);
    }
  }

  private void judge(
      Handle h,
      String digest,
      @Nullable String refusal,
      Pictures.@Nullable Small drawn,
      Depot.@Nullable Incoming small) {
    Optional<FileStore.Content> there = FileStore.lockContent(h, digest);
    if (there.isEmpty()) {
      return;
    }
    FileStore.Content content = there.get();
    FileStore.judge(
        h,
        new FileStore.Content(
            digest,
            content.size(),
            content.kind(),
            refusal == null ? FileState.CLEAN : FileState.REFUSED,
            refusal,
            drawn == null ? null : drawn.extent(),
            drawn == null ? null : drawn.kind()));
    if (refusal == null) {
      keep(digest + SMALL, small);
    } else {
      delete(digest);
    }
    List<Journal.Line> lines = FileSql.lines(h, journal, FileStore.items(h, digest));
    if (!lines.isEmpty()) {
      journal.write(h, lines);
      h.afterCommit(committed);
    }
  }
}
