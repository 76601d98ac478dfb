package io.causerie.idoc;

import io.causerie.contract.PolledContract;
import io.causerie.spi.SourceException.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The contract of what is polled, with a folder that somebody writes files into. */
class IDocPolledContractTest extends PolledContract {
  @TempDir private Path place;

  @Override
  protected String kind() {
    return "idoc";
  }

  @Override
  protected LiveSource source() {
    return new Folder(place);
  }

  /** Writes each file under another name first, as is usual. */
  private static final class Folder implements LiveSource {
    private static final DateTimeFormatter DAY =
        DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("HHmmss").withZone(ZoneOffset.UTC);

    private final Path place;
    private Path folder;
    private int written;

    Folder(Path place) {
      this.place = place;
      this.folder = place.resolve("out");
      make(folder);
    }

    private static void make(Path folder) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void move(Path from, Path to) {
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String config() {
      return "{ folder: '%s', zone: UTC, quiet: PT0.001S }".formatted(folder);
    }

    @Override
    public List<String> secrets() {
      return List.of();
    }

    @Override
    public String mapping() {
      return """
      record: { type: Order, id: '.E1EDK01[0].BELNR', version: '.EDI_DC40.DOCNUM' }
      track: [{ field: status, value: '.E1EDK01[0].ACTION' }]
      posts:
        - { when: created, summary: created }
        - { when: changed, summary: changed, type: Update }
        - { when: deleted, summary: deleted }
        - { when: restored, summary: restored }
      """;
    }

    @Override
    public synchronized void put(int number, String status, Instant changed) {
      String name = "%016d".formatted(++written);
      String idoc =
          IDocs.idoc(
                  name,
                  "<E1EDK01 SEGMENT=\"1\"><BELNR>%d</BELNR><ACTION>%s</ACTION></E1EDK01>"
                      .formatted(number, status))
              .replace("20261123", DAY.format(changed))
              .replace("081502", TIME.format(changed));
      Path hidden = folder.resolve("." + name);
      try {
        Files.writeString(hidden, IDocs.document(idoc));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      move(hidden, folder.resolve(name + ".xml"));
    }

    @Override
    public int left() {
      String[] files = folder.toFile().list((in, name) -> name.endsWith(".xml"));
      return files == null ? 0 : files.length;
    }

    @Override
    public void remove(int number) {
      throw new UnsupportedOperationException("a message cannot be unsaid");
    }

    @Override
    public void hide() {
      throw new UnsupportedOperationException("no census is claimed");
    }

    @Override
    public void show() {
      throw new UnsupportedOperationException("no census is claimed");
    }

    @Override
    public List<Trouble> troubles() {
      return List.of(
          trouble("the folder is away", folder),
          inTheWay("a file stands in its place", folder),
          inTheWay("a file stands where taken ones go", folder.resolve("done")),
          inTheWay("a file stands where refused ones go", folder.resolve("refused")));
    }

    private Trouble trouble(String name, Path gone) {
      Path aside = place.resolve("aside");
      return new Trouble(
          name, Fault.CONFIGURATION, () -> move(gone, aside), () -> move(aside, gone));
    }

    private Trouble inTheWay(String name, Path of) {
      Path aside = place.resolve("aside");
      return new Trouble(
          name,
          Fault.CONFIGURATION,
          () -> {
            move(of, aside);
            write(of);
          },
          () -> {
            delete(of);
            move(aside, of);
          });
    }

    private static void write(Path file) {
      try {
        Files.writeString(file, "in the way");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void delete(Path file) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A folder asks nobody who he is; it stands elsewhere from now on. */
    @Override
    public void rotate() {
      Path before = folder;
      folder = place.resolve("elsewhere");
      move(before, folder);
    }

    @Override
    public Fault rotated() {
      return Fault.CONFIGURATION;
    }

    @Override
    public void close() {
      // The folder is a temporary one.
    }
  }
}
