package io.causerie.engine.file;

import io.causerie.engine.BusyException;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.UnavailableException;
import io.causerie.engine.access.Reads;
import io.causerie.engine.access.Standing;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.delivery.DeliveryChannel;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Holdings;
import io.causerie.engine.store.Ids;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.model.NoteId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Files of posts and comments. Whoever gives one has it for herself until it belongs to something;
 * from then on it is read by whoever reads that, and goes with its words.
 */
public final class Attachments {
  /** Files that one person may be sending at once to a node. */
  static final int AT_ONCE = 4;

  private static final int PURGED_AT_ONCE = 500;
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final Duration RETRY_AFTER_TROUBLE = Duration.ofMinutes(1);
  private static final String NO_FILES = "this server keeps no files";

  private final Database database;
  private final Clock clock;
  private final Ids ids;
  private final Reads reads;
  private final FileLimits limits;
  private final @Nullable Contents contents;
  private final Map<String, Integer> sending = new ConcurrentHashMap<>();

  public Attachments(FileParts parts, FileKeeping keeping) {
    this.database = parts.database();
    this.clock = parts.clock();
    this.ids = parts.ids();
    this.reads = parts.reads();
    this.limits = keeping.limits();
    this.contents =
        keeping.depot() == null ? null : new Contents(parts, keeping.depot(), keeping.watchman());
  }

  /** What is taken. */
  public FileLimits limits() {
    return limits;
  }

  /** Whether any files are. */
  public boolean areTaken() {
    return contents != null;
  }

  /** Who has contents looked at. */
  public Optional<DeliveryChannel> channel() {
    return Optional.ofNullable(contents);
  }

  private Contents contents() {
    if (contents == null) {
      throw new ForbiddenException(NO_FILES);
    }
    return contents;
  }

  /** What files hold of persons. */
  public Holdings holdings() {
    return Holdings.none()
        // A text can be cleaned of a name, a picture or a letter cannot: they go.
        .erasing(
            List.of("file.person"),
            (h, person) -> {
              List<String> digests = FileStore.digests(h, person.id());
              FileStore.deleteAll(h, person.id());
              digests.forEach(digest -> leave(h, digest));
            })
        .words("file", "id", "name");
  }

  private void leave(Handle h, String digest) {
    if (contents != null) {
      contents.leave(h, digest);
    }
  }

  /**
   * Begins to take a file; {@link #finish} or {@link Upload#close} ends that.
   *
   * @param name as its giver calls it
   * @param announced bytes it is said to have; negative: nothing is said
   * @throws FileTooLargeException if it is larger than is taken, or she has given too much
   * @throws BusyException if she is sending as many as she may already
   * @throws ForbiddenException if no files are taken
   */
  public Upload begin(Viewer viewer, String name, long announced) {
    Depot depot = contents().depot();
    if (announced > limits.size()) {
      throw FileTooLargeException.file(limits.size());
    }
    String person = viewer.person();
    database.reading(h -> requireRoom(h, person, Math.max(0, announced)));
    claim(person);
    boolean begun = false;
    try {
      Upload upload =
          new Upload(
              person, FileName.of(name), limits.size(), depot.receive(), () -> release(person));
      begun = true;
      return upload;
    } catch (IOException e) {
      throw trouble(e);
    } finally {
      if (!begun) {
        release(person);
      }
    }
  }

  private void requireRoom(Handle h, String person, long more) {
    if (FileStore.given(h, person) + more > limits.ofPerson()) {
      throw FileTooLargeException.ofPerson(limits.ofPerson());
    }
  }

  private void claim(String person) {
    int now = sending.merge(person, 1, Integer::sum);
    if (now > AT_ONCE) {
      release(person);
      throw new BusyException(RETRY_AFTER, "you are sending %d files already".formatted(AT_ONCE));
    }
  }

  private void release(String person) {
    sending.computeIfPresent(person, (p, n) -> n == 1 ? null : n - 1);
  }

  private static UnavailableException trouble(IOException e) {
    return new UnavailableException(
        RETRY_AFTER_TROUBLE,
        "files cannot be kept now; tell the operator: " + e.getClass().getSimpleName());
  }

  /**
   * Keeps a file that has come whole; it is its giver's alone from now on.
   *
   * @throws FileTooLargeException if she has given too much meanwhile
   */
  public FileView finish(Upload upload) {
    try (upload;
        Contents.Kept kept = contents().kept(upload)) {
      return database.write(h -> written(h, upload, kept));
    } catch (IOException e) {
      throw trouble(e);
    } catch (UncheckedIOException e) {
      throw trouble(Objects.requireNonNull(e.getCause()));
    }
  }

  private FileView written(Handle h, Upload upload, Contents.Kept kept) {
    if (!FileSql.lock(h, upload.person())) {
      throw new ForbiddenException("you are not known here any more");
    }
    requireRoom(h, upload.person(), kept.size());
    FileStore.Row row =
        new FileStore.Row(new FileId(ids.next()), upload.person(), upload.name(), null, kept.in(h));
    FileStore.insert(h, row, clock.instant());
    return row.view();
  }

  /**
   * A content that somebody may have.
   *
   * @param kind of its bytes
   * @param length of its bytes, where it is known
   * @param bytes from the first; whoever gets them closes them
   */
  public record Opened(FileView file, FileKind kind, @Nullable Long length, InputStream bytes) {}

  /**
   * Lets somebody have a file.
   *
   * @param small the small picture of it
   * @throws NotFoundException if there is no such file, or the viewer may not have it, or there is
   *     no small picture
   * @throws FileWaitingException if nobody has looked at it yet
   * @throws ForbiddenException if it was refused
   */
  public Opened open(Viewer viewer, FileId id, boolean small) {
    FileStore.Row row = row(viewer, id);
    FileStore.Content content = row.content();
    switch (content.state()) {
      case WAITING -> throw new FileWaitingException();
      case REFUSED ->
          throw new ForbiddenException(
              "%s was refused: %s".formatted(row.name(), content.refusal()));
      case CLEAN -> {}
    }
    FileKind kind = small ? content.preview() : content.kind();
    if (kind == null) {
      throw new NotFoundException("a small picture of file " + id);
    }
    try {
      return new Opened(
          row.view(), kind, small ? null : content.size(), contents().open(content, small));
    } catch (NoSuchFileException e) {
      throw new NotFoundException("file " + id);
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Asks as much for what is not there as for what she may not have. */
  private FileStore.Row row(Viewer viewer, FileId id) {
    FileStore.Found found = place(id).orElse(FileStore.Found.NOTHING);
    Long item = found.item();
    if (item == null && found.isOf(viewer.person())) {
      return found.row();
    }
    Reads.Work<Optional<FileStore.Row>> again =
        (h, in) -> FileStore.of(h, in, id).filter(row -> Objects.equals(row.item(), item));
    // What belongs to nothing is looked for where there is nothing.
    return (item == null || found.note()
            ? reads.note(viewer, new NoteId(item == null ? id.value() : item), again)
            : reads.activity(viewer, new ActivityId(item), again))
        .orElseThrow(() -> missing(id));
  }

  private Optional<FileStore.Found> place(FileId id) {
    return database.ask(h -> FileStore.find(h, id));
  }

  private static NotFoundException missing(FileId id) {
    return new NotFoundException("file " + id);
  }

  /**
   * What a file belongs to, for whoever may have it.
   *
   * @param item the post or comment; absent: nothing yet
   * @param note whether it is a comment
   */
  public record Place(@Nullable Long item, boolean note) {}

  /**
   * Where a file is that somebody may have.
   *
   * @throws NotFoundException as {@link #open}
   */
  public Place place(Viewer viewer, FileId id) {
    FileStore.Row row = row(viewer, id);
    return new Place(
        row.item(), row.item() != null && place(id).map(FileStore.Found::note).orElse(false));
  }

  /**
   * Removes a file of hers that belongs to nothing yet.
   *
   * @throws NotFoundException if there is none
   */
  public void remove(Viewer viewer, FileId id) {
    database.writing(
        h -> {
          FileStore.Row row =
              FileStore.lock(h, List.of(id.value())).stream()
                  .filter(one -> one.item() == null && one.person().equals(viewer.person()))
                  .findFirst()
                  .orElseThrow(() -> missing(id));
          remove(h, row);
        });
  }

  private void remove(Handle h, FileStore.Row row) {
    FileStore.delete(h, row.id());
    leave(h, row.content().digest());
  }

  /**
   * Has a post or comment carry these files of its author's, who was let in to it, in this order,
   * and no others; what it does not carry any more is removed. In the transaction of whoever holds
   * it.
   *
   * @return whether it carried others, or in another order
   * @throws InvalidInputException if one of them is not hers, belongs to something else, is no more
   *     or was refused, or there are too many
   */
  public boolean carry(Handle h, Standing in, long item, List<FileId> wanted) {
    if (wanted.size() > limits.ofItem()) {
      throw new InvalidInputException(
          "files", "a post or comment may have %d files at most".formatted(limits.ofItem()));
    }
    List<FileStore.Row> before = FileStore.of(h, item);
    if (before.stream().map(FileStore.Row::id).toList().equals(wanted)) {
      return false;
    }
    Map<FileId, FileStore.Row> there = new HashMap<>();
    FileStore.lock(h, wanted.stream().map(FileId::value).toList())
        .forEach(row -> there.put(row.id(), row));
    for (int i = 0; i < wanted.size(); i++) {
      FileStore.Row row = there.get(wanted.get(i));
      if (row == null || !row.mayBeOf(in.person(), item)) {
        throw new InvalidInputException(
            "files",
            "file %s is not yours, belongs to something else, or is no more; send it again"
                .formatted(wanted.get(i)));
      }
      if (row.content().state() == FileState.REFUSED) {
        throw new InvalidInputException(
            "files", "%s was refused: %s".formatted(row.name(), row.content().refusal()));
      }
      FileStore.attach(h, row.id(), item, i);
    }
    before.stream().filter(row -> !wanted.contains(row.id())).forEach(row -> remove(h, row));
    return true;
  }

  /** The files of one post or comment that somebody was let in to. */
  public List<FileView> of(Handle h, Standing in, long item) {
    return FileStore.of(h, item).stream().map(FileStore.Row::view).toList();
  }

  /** A post or comment that is removed takes its files along. */
  public void drop(Handle h, Standing in, long item) {
    FileStore.of(h, item).forEach(row -> remove(h, row));
  }

  /** Removes what has belonged to nothing for too long; whether there may be more. */
  public boolean purge(Handle h) {
    List<String> digests =
        FileStore.purge(h, clock.instant().minus(limits.unattached()), PURGED_AT_ONCE);
    digests.forEach(digest -> leave(h, digest));
    // Of whom a person's erasing was the last.
    FileStore.unused(h, PURGED_AT_ONCE).forEach(digest -> leave(h, digest));
    return digests.size() == PURGED_AT_ONCE;
  }

  /** Removes a part of what was kept and never written down. */
  public void sweep() {
    if (contents != null) {
      contents.sweep();
    }
  }
}
