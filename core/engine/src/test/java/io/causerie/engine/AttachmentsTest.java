package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.engine.discussion.NewWords;
import io.causerie.engine.discussion.NoteView;
import io.causerie.engine.feed.ActivityView;
import io.causerie.engine.file.Attachments;
import io.causerie.engine.file.Depot;
import io.causerie.engine.file.FileKeeping;
import io.causerie.engine.file.FileKind;
import io.causerie.engine.file.FileLimits;
import io.causerie.engine.file.FileState;
import io.causerie.engine.file.FileTooLargeException;
import io.causerie.engine.file.FileView;
import io.causerie.engine.file.FileWaitingException;
import io.causerie.engine.file.FolderDepot;
import io.causerie.engine.file.Upload;
import io.causerie.engine.file.Watchman;
import io.causerie.engine.people.Origin;
import io.causerie.model.ActivityId;
import io.causerie.model.FileId;
import io.causerie.model.Lane;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of posts and comments: who has them, how many, and what becomes of them. */
@ParameterizedClass
@EnumSource(Databases.class)
class AttachmentsTest {
  private static final FileLimits FEW = new FileLimits(1000, 2, 2500, Duration.ofDays(1));

  @Parameter Databases databases = Databases.H2;
  @TempDir Path folder;
  private @Nullable Desk opened;

  private Desk desk() {
    return desk(new FolderDepot(folder), FileLimits.USUAL, null);
  }

  private Desk desk(Depot depot, FileLimits limits, @Nullable Watchman watchman) {
    Desk desk =
        new Desk(Desk.tables(databases), b -> b.files(new FileKeeping(depot, limits, watchman)));
    opened = desk;
    desk.ingest(order("1").status("Open"));
    return desk;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
  }

  private static FileView give(Desk desk, String person, String name, byte[] bytes) {
    Attachments attachments = desk.causerie.attachments();
    try (Upload upload = attachments.begin(Desk.as(person), name, bytes.length)) {
      upload.write(ByteBuffer.wrap(bytes));
      return attachments.finish(upload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] had(Desk desk, String person, FileId id) {
    try (InputStream in = desk.causerie.attachments().open(Desk.as(person), id, false).bytes()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ActivityId post(Desk desk) {
    return desk.causerie
        .feed()
        .post(Desk.as("ada"), desk.id("1"), Lane.INTERNAL, "A question", null)
        .id();
  }

  private static NoteView comment(Desk desk, ActivityId post, String words, FileId... files) {
    return desk.causerie
        .discussion()
        .reply(
            Desk.as("ada"), post, new NewWords(words, Set.of(), List.of(files)), null, null, null);
  }

  private List<String> kept() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] picture(int width, int height, String kind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), kind, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void fileIsItsGiversAloneUntilItGoesWithSomething() {
    Desk desk = desk();
    ActivityId post = post(desk);
    FileView file = give(desk, "ada", "plan.txt", text("the plan"));
    assertThat(had(desk, "ada", file.id())).isEqualTo(text("the plan"));
    assertThatThrownBy(() -> had(desk, "grace", file.id())).isInstanceOf(NotFoundException.class);

    NoteView note = comment(desk, post, "Here it is", file.id());

    assertThat(note.files()).containsExactly(file);
    assertThat(had(desk, "grace", file.id())).isEqualTo(text("the plan"));
    assertThatThrownBy(() -> had(desk, "mary", file.id())).isInstanceOf(NotFoundException.class);
    assertThat(desk.causerie.discussion().notes(Desk.as("grace"), post, null, 10).items())
        .singleElement()
        .satisfies(seen -> assertThat(seen.files()).containsExactly(file));
    assertThat(desk.feed("grace", "1").get(0).notes())
        .singleElement()
        .satisfies(seen -> assertThat(seen.files()).containsExactly(file));
  }

  @Test
  void fileGoesWithNothingElseAndWithNobodyElsesWords() {
    Desk desk = desk();
    ActivityId post = post(desk);
    FileView hers = give(desk, "grace", "a.txt", text("a"));
    FileView mine = give(desk, "ada", "b.txt", text("b"));
    comment(desk, post, "Mine", mine.id());

    assertThatThrownBy(() -> comment(desk, post, "Hers", hers.id()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not yours");
    assertThatThrownBy(() -> comment(desk, post, "Again", mine.id()))
        .isInstanceOf(InvalidInputException.class);
    assertThat(desk.causerie.discussion().notes(Desk.as("ada"), post, null, 10).items()).hasSize(1);
  }

  @Test
  void postCarriesFilesInTheirOrderAndNeedsNoWords() {
    Desk desk = desk();
    FileView one = give(desk, "ada", "1.txt", text("1"));
    FileView two = give(desk, "ada", "2.txt", text("2"));

    ActivityView post =
        desk.causerie
            .feed()
            .post(
                Desk.as("ada"),
                desk.id("1"),
                Lane.INTERNAL,
                new NewWords(" ", Set.of(), List.of(two.id(), one.id())),
                null,
                null);

    assertThat(post.content()).isEmpty();
    assertThat(post.files()).containsExactly(two, one);
    assertThat(had(desk, "grace", one.id())).isEqualTo(text("1"));
  }

  @Test
  void whatIsTooMuchIsRefused() {
    Desk desk = desk(new FolderDepot(folder), FEW, null);
    ActivityId post = post(desk);

    assertThatThrownBy(() -> give(desk, "ada", "big", new byte[1001]))
        .isInstanceOf(FileTooLargeException.class)
        .hasMessage("a file may have 1000 bytes at most");
    assertThatThrownBy(
            () -> {
              try (Upload upload = desk.causerie.attachments().begin(Desk.as("ada"), "big", -1)) {
                upload.write(ByteBuffer.allocate(600));
                upload.write(ByteBuffer.allocate(600));
              }
            })
        .as("whatever was announced")
        .isInstanceOf(FileTooLargeException.class);
    FileId a = give(desk, "ada", "a", new byte[1000]).id();
    FileId b = give(desk, "ada", "b", new byte[1000]).id();
    assertThatThrownBy(() -> give(desk, "ada", "c", new byte[501]))
        .isInstanceOf(FileTooLargeException.class)
        .hasMessageContaining("remove one first");
    FileId c = give(desk, "ada", "c", new byte[500]).id();
    assertThatThrownBy(() -> comment(desk, post, "All", a, b, c))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("a post or comment may have 2 files at most");
    assertThat(kept()).as("nothing of what was refused stays").hasSize(2);
  }

  @Test
  void contentIsKeptOnceAndGoesWithItsLastFile() {
    Desk desk = desk();
    ActivityId post = post(desk);
    FileView one = give(desk, "ada", "1.txt", text("the same"));
    FileView two = give(desk, "ada", "2.txt", text("the same"));
    NoteView first = comment(desk, post, "One", one.id());
    NoteView second = comment(desk, post, "Two", two.id());
    assertThat(kept()).hasSize(1);

    desk.causerie.discussion().remove(Desk.as("ada"), first.id(), null);
    desk.settle();

    assertThat(had(desk, "grace", two.id())).isEqualTo(text("the same"));
    assertThatThrownBy(() -> had(desk, "ada", one.id())).isInstanceOf(NotFoundException.class);
    desk.causerie.discussion().edit(Desk.as("ada"), second.id(), "Two", List.of(), null);
    desk.settle();
    assertThat(kept()).isEmpty();
    assertThat(desk.count("select count(*) from file_content")).isZero();
    assertThat(desk.causerie.discussion().note(Desk.as("grace"), second.id()))
        .hasValueSatisfying(
            note -> {
              assertThat(note.files()).isEmpty();
              assertThat(note.version()).isEqualTo(2);
            });
  }

  @Test
  void fileIsRemovedByItsAuthorAloneAndNotFromWhatSaysNothingElse() {
    Desk desk = desk();
    ActivityId post = post(desk);
    FileView one = give(desk, "ada", "1.txt", text("1"));
    FileView two = give(desk, "ada", "2.txt", text("2"));
    NoteView note = comment(desk, post, "", one.id(), two.id());

    assertThatThrownBy(
            () -> desk.causerie.discussion().removeFile(Desk.as("grace"), note.id(), one.id()))
        .isInstanceOf(ForbiddenException.class);
    desk.causerie.discussion().removeFile(Desk.as("ada"), note.id(), one.id());
    assertThatThrownBy(
            () -> desk.causerie.discussion().removeFile(Desk.as("ada"), note.id(), two.id()))
        .isInstanceOf(InvalidInputException.class);

    assertThat(desk.causerie.discussion().note(Desk.as("grace"), note.id()))
        .hasValueSatisfying(seen -> assertThat(seen.files()).containsExactly(two));
  }

  /** A node dies once the content is kept, and before that is written down. */
  @Test
  void contentWithoutARowIsRemovedAfterADayAndNoRowIsWithoutContent() throws IOException {
    AtomicReference<Runnable> after = new AtomicReference<>(() -> {});
    Desk desk = desk(new Watched(new FolderDepot(folder), after), FileLimits.USUAL, null);
    after.set(
        () -> {
          throw new Death();
        });
    assertThatThrownBy(() -> give(desk, "ada", "lost.txt", text("lost"))).isInstanceOf(Death.class);
    after.set(() -> {});
    FileView good = give(desk, "ada", "good.txt", text("good"));
    assertThat(kept()).hasSize(2);
    assertThat(desk.count("select count(*) from file_content")).isEqualTo(1);
    cleanAll(desk);
    assertThat(kept()).as("it may still be on its way").hasSize(2);

    age(desk, Duration.ofDays(2));
    cleanAll(desk);

    assertThat(kept()).hasSize(1);
    assertThat(had(desk, "ada", good.id())).isEqualTo(text("good"));
    assertThat(give(desk, "ada", "lost.txt", text("lost")).state()).isEqualTo(FileState.CLEAN);
  }

  private static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  /** The folder's times are the machine's, and these the clock's. */
  private void age(Desk desk, Duration by) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(desk.clock.instant().minus(by)));
      }
    }
  }

  private static void cleanAll(Desk desk) {
    for (int i = 0; i < Depot.PARTS / 16; i++) {
      desk.causerie.clean();
    }
    desk.settle();
  }

  @Test
  void fileThatGoesWithNothingIsForgottenAfterAWhile() {
    Desk desk = desk();
    ActivityId post = post(desk);
    FileView loose = give(desk, "ada", "loose.txt", text("loose"));
    FileView fast = give(desk, "ada", "fast.txt", text("fast"));
    comment(desk, post, "Fast", fast.id());

    desk.clock.tick(Duration.ofDays(1).plusSeconds(1));
    desk.causerie.clean();
    desk.settle();

    assertThatThrownBy(() -> had(desk, "ada", loose.id())).isInstanceOf(NotFoundException.class);
    assertThat(had(desk, "ada", fast.id())).isEqualTo(text("fast"));
    assertThat(kept()).hasSize(1);
  }

  @Test
  void whoeverIsErasedTakesHerFilesAlong() {
    Desk desk = desk();
    ActivityId post = post(desk);
    FileView hers = give(desk, "ada", "hers.txt", text("hers"));
    NoteView note = comment(desk, post, "Hers", hers.id());
    FileView told = give(desk, "grace", "Ada Lovelace.txt", text("of her"));
    desk.causerie
        .origins()
        .says(
            Origin.PEOPLE_FILE, Desk.people().stream().filter(p -> !p.id().equals("ada")).toList());

    desk.causerie.people().erase("ada");
    desk.causerie.clean();
    desk.settle();

    assertThat(desk.causerie.discussion().note(Desk.as("grace"), note.id()))
        .hasValueSatisfying(seen -> assertThat(seen.files()).isEmpty());
    assertThat(kept()).hasSize(1);
    assertThat(desk.causerie.attachments().open(Desk.as("grace"), told.id(), false).file().name())
        .doesNotContain("Lovelace");
  }

  @Test
  void nobodyHasWhatNobodyHasLookedAt() {
    AtomicReference<Watchman> watchman = new AtomicReference<>();
    watchman.set(
        in -> {
          throw new IOException("away");
        });
    Desk desk =
        desk(
            new FolderDepot(folder),
            FileLimits.USUAL,
            in -> Objects.requireNonNull(watchman.get()).refuses(in));
    ActivityId post = post(desk);
    FileView good = give(desk, "ada", "good.png", picture(10, 10, "png"));
    FileView bad = give(desk, "ada", "bad.txt", text("bad"));
    assertThat(good.state()).isEqualTo(FileState.WAITING);
    NoteView note = comment(desk, post, "Both", good.id(), bad.id());
    Eventually.until(
        "both were tried",
        () -> desk.count("select count(*) from delivery where attempts > 0") == 2);
    assertThatThrownBy(() -> had(desk, "ada", good.id())).isInstanceOf(FileWaitingException.class);
    assertThatThrownBy(() -> had(desk, "grace", bad.id())).isInstanceOf(FileWaitingException.class);
    long before = desk.position();

    watchman.set(
        in ->
            new String(in.readAllBytes(), StandardCharsets.UTF_8).equals("bad")
                ? Optional.of("Eicar")
                : Optional.empty());
    desk.clock.tick(Duration.ofMinutes(20));
    desk.settle();

    assertThat(had(desk, "grace", good.id())).isNotEmpty();
    assertThatThrownBy(() -> had(desk, "ada", bad.id()))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("bad.txt was refused: Eicar");
    assertThat(desk.causerie.discussion().note(Desk.as("grace"), note.id()))
        .hasValueSatisfying(
            seen -> {
              assertThat(seen.files().get(0).picture()).isNotNull();
              assertThat(seen.files().get(1).refusal()).isEqualTo("Eicar");
            });
    assertThat(desk.told("grace", desk.id("1"), before))
        .hasValueSatisfying(lines -> assertThat(lines).hasSize(2));
    assertThat(kept()).as("what was refused is kept no more").hasSize(2);
    assertThat(give(desk, "grace", "again.txt", text("bad")).state()).isEqualTo(FileState.REFUSED);
  }

  @Test
  void smallPictureIsDrawnAnewOfWhatItsBytesSayItIs() throws IOException {
    Desk desk = desk();
    FileView wide = give(desk, "ada", "photo.txt", picture(4000, 1000, "jpeg"));
    FileView page = give(desk, "ada", "photo.png", text("<html><script>alert(1)</script>"));
    byte[] half = picture(400, 400, "png");
    FileView broken =
        give(desk, "ada", "broken.png", java.util.Arrays.copyOf(half, half.length / 3));

    assertThat(wide.kind()).isEqualTo(FileKind.JPEG);
    assertThat(wide.picture()).isEqualTo(new FileView.Extent(4000, 1000));
    try (InputStream in =
        desk.causerie.attachments().open(Desk.as("ada"), wide.id(), true).bytes()) {
      BufferedImage small = ImageIO.read(new ByteArrayInputStream(in.readAllBytes()));
      assertThat(small.getWidth()).isEqualTo(800);
      assertThat(small.getHeight()).isEqualTo(200);
    }
    assertThat(page.kind()).isEqualTo(FileKind.OTHER);
    assertThat(page.picture()).isNull();
    assertThat(broken.picture()).isNull();
    assertThatThrownBy(() -> desk.causerie.attachments().open(Desk.as("ada"), page.id(), true))
        .isInstanceOf(NotFoundException.class);
  }

  /** A depot that runs something whenever it has kept a content. */
  private record Watched(Depot depot, AtomicReference<Runnable> after) implements Depot {
    @Override
    public Incoming receive() throws IOException {
      Incoming incoming = depot.receive();
      return new Incoming() {
        @Override
        public void write(ByteBuffer bytes) throws IOException {
          incoming.write(bytes);
        }

        @Override
        public InputStream read() throws IOException {
          return incoming.read();
        }

        @Override
        public void force() throws IOException {
          incoming.force();
        }

        @Override
        public void keep(String key) throws IOException {
          incoming.keep(key);
          Objects.requireNonNull(after.get()).run();
        }

        @Override
        public void close() {
          incoming.close();
        }
      };
    }

    @Override
    public boolean has(String key) throws IOException {
      return depot.has(key);
    }

    @Override
    public InputStream open(String key) throws IOException {
      return depot.open(key);
    }

    @Override
    public void delete(String key) throws IOException {
      depot.delete(key);
    }

    @Override
    public List<String> olderThan(java.time.Instant time, int part) throws IOException {
      return depot.olderThan(time, part);
    }
  }
}
