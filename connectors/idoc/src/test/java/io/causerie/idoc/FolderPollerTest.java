package io.causerie.idoc;

import static io.causerie.idoc.IDocs.document;
import static io.causerie.idoc.IDocs.idoc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceRow;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPollerTest {
  @TempDir private Path folder;
  private Instant written = IDocs.CLOCK.instant().minusSeconds(3600);

  @BeforeEach
  void clock() {
    IDocs.CLOCK.set(Instant.parse("2026-11-27T08:00:00Z"));
  }

  private Poller poller(String... config) {
    Map<String, String> values = new HashMap<>();
    values.put("folder", folder.toString());
    for (int i = 0; i < config.length; i += 2) {
      values.put(config[i], config[i + 1]);
    }
    return IDocs.connector(values).intake().polled().orElseThrow();
  }

  /** Each a second after the one before. */
  private void file(String name, String text) {
    file(name, text, written);
    written = written.plusSeconds(1);
  }

  private void file(String name, String text, Instant modified) {
    try {
      Path file = folder.resolve(name);
      Files.writeString(file, text);
      Files.setLastModifiedTime(file, FileTime.from(modified));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that there is, file names below the folder, in their order. */
  private List<String> there() {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Poller.Page read(Poller poller) throws SourceException {
    return poller.read(poller.start(null), null, 100);
  }

  private static List<String> numbers(List<SourceRow> rows) {
    return rows.stream().map(row -> row.key().replaceFirst(".*/", "")).toList();
  }

  private static String refusal(SourceRow row) {
    return Objects.requireNonNull(row.fault()).reason().text();
  }

  @Test
  void oldestFileIsReadFirstAndFilesArePutAwayOnceAllIsStored() throws Exception {
    file("b.xml", document(idoc("1", ""), idoc("2", "")));
    file("a.xml", document(idoc("3", "")));
    file("note.txt", "not meant");
    file(".c.xml", "still written");
    Poller poller = poller();

    Poller.Page page = read(poller);

    assertThat(numbers(page.rows())).containsExactly("1", "2", "3");
    assertThat(page.more()).isFalse();
    assertThat(there()).as("not yet").contains("a.xml", "b.xml");
    poller.committed(page);
    assertThat(there()).containsExactly(".c.xml", "done/a.xml", "done/b.xml", "note.txt");
    assertThat(read(poller).rows()).isEmpty();
  }

  @Test
  void afterACrashTheSameIsReadAgainUnderTheSameKeys() throws Exception {
    file("a.xml", document(idoc("1", ""), idoc("", "")));
    Poller.Page lost = read(poller("withoutNumber", "digest"));
    Poller poller = poller("withoutNumber", "digest");

    Poller.Page page = read(poller);

    assertThat(page.rows()).extracting(SourceRow::key).hasSize(2).doesNotHaveDuplicates();
    assertThat(page.rows())
        .extracting(SourceRow::key, SourceRow::version, row -> Arrays.hashCode(row.event().data()))
        .isEqualTo(
            lost.rows().stream()
                .map(
                    row ->
                        org.assertj.core.groups.Tuple.tuple(
                            row.key(), row.version(), Arrays.hashCode(row.event().data())))
                .toList());
    poller.committed(lost);
    assertThat(there()).as("a page of another life").containsExactly("a.xml");
    poller.committed(page);
    assertThat(there()).containsExactly("done/a.xml");
  }

  /** Its rows were refused, say, since the database was away; the poller is the same one. */
  @Test
  void pageThatWasNotStoredIsReadAgainAndItsFilesStay() throws Exception {
    file("a.xml", document(idoc("1", "")));
    file("b.xml", "{}");
    Poller poller = poller();
    Poller.Page lost = read(poller);

    Poller.Page page = read(poller);

    assertThat(page.rows()).extracting(SourceRow::key).hasSize(2);
    assertThat(page.rows())
        .extracting(SourceRow::key)
        .isEqualTo(lost.rows().stream().map(SourceRow::key).toList());
    assertThat(there()).containsExactly("a.xml", "b.xml");
    poller.committed(page);
    assertThat(there()).containsExactly("done/a.xml", "refused/b.xml");
  }

  @Test
  void pageEndsInTheMiddleOfAFileAndTheNextGoesOn() throws Exception {
    file(
        "a.xml",
        document(idoc("1", ""), idoc("2", ""), idoc("3", ""), idoc("4", ""), idoc("5", "")));
    file("b.xml", document(idoc("6", "")));
    List<String> read = new ArrayList<>();
    String cursor = "{}";
    boolean more = true;
    while (more) {
      // Another poller each time, as after a restart.
      Poller poller = poller();
      Poller.Page page = poller.read(cursor, null, 2);
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(2);
      read.addAll(numbers(page.rows()));
      poller.committed(page);
      cursor = page.next();
      more = page.more();
    }

    assertThat(read).containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(cursor).isEqualTo("{}");
    assertThat(there()).containsExactly("done/a.xml", "done/b.xml");
  }

  @Test
  void fileThatIsChangedBetweenItsPagesIsReadFromItsBeginning() throws Exception {
    file("a.xml", document(idoc("1", ""), idoc("2", ""), idoc("3", "")));
    Poller.Page first = poller().read("{}", null, 2);
    file("a.xml", document(idoc("7", ""), idoc("8", ""), idoc("9", "")));

    assertThat(numbers(poller().read(first.next(), null, 5).rows())).containsExactly("7", "8", "9");
  }

  @Test
  void fileThatSomebodyMayStillWriteToIsLeft() throws Exception {
    Instant now = IDocs.CLOCK.instant();
    file("a.xml", document(idoc("1", "")), now.minusSeconds(4));
    Poller poller = poller();

    assertThat(read(poller).rows()).isEmpty();
    IDocs.CLOCK.tick(Duration.ofSeconds(1));
    assertThat(numbers(read(poller).rows())).containsExactly("1");
  }

  /** The clock of a file server is not ours. */
  @Test
  void fileOfTheFutureIsTakenOnceItHasNotChangedForAWhile() throws Exception {
    file("a.xml", document(idoc("1", "")), IDocs.CLOCK.instant().plusSeconds(7200));
    Poller poller = poller();

    assertThat(read(poller).rows()).isEmpty();
    IDocs.CLOCK.tick(Duration.ofSeconds(5));
    assertThat(read(poller).rows()).hasSize(1);
  }

  @Test
  void restOfAFileThatEndsInTheMiddleIsWaitedFor() throws Exception {
    String whole = document(idoc("1", ""), idoc("2", ""));
    Instant now = IDocs.CLOCK.instant();
    // Its last word is the end of an element, though not of the outermost.
    file("a.xml", whole.substring(0, whole.indexOf("</MESTYP>") + 9), now.minusSeconds(599));
    file("empty.xml", "", now.minusSeconds(599));
    file("other.xml", document(idoc("3", "")), now.minusSeconds(600));
    Poller poller = poller();

    assertThat(numbers(read(poller).rows())).containsExactly("3");
    file("a.xml", whole, now.minusSeconds(10));
    assertThat(numbers(read(poller).rows())).containsExactly("3", "1", "2");
  }

  @Test
  void oneWhoseRestNeverComesIsRefusedAndKeptAside() throws Exception {
    String whole = document(idoc("1", ""));
    file("a.xml", whole.substring(0, 60));
    file("empty.xml", "");
    file("json.xml", "{}");
    Poller poller = poller();

    Poller.Page page = read(poller);
    poller.committed(page);

    assertThat(page.rows()).extracting(FolderPollerTest::refusal).hasSize(3);
    assertThat(refusal(page.rows().get(0))).contains("ends in the middle");
    assertThat(refusal(page.rows().get(1))).contains("nothing in it");
    assertThat(refusal(page.rows().get(2))).contains("no XML");
    assertThat(new String(page.rows().get(0).event().data(), StandardCharsets.UTF_8))
        .isEqualTo(whole.substring(0, 60));
    assertThat(there()).containsExactly("refused/a.xml", "refused/empty.xml", "refused/json.xml");
  }

  @Test
  void whatIsWrongAndAtItsEndIsRefusedAtOnce() throws Exception {
    Instant now = IDocs.CLOCK.instant();
    file("a.xml", "<ORDERS05><IDOC></ORDERS05>\n", now.minusSeconds(6));
    file("b.xml", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", now.minusSeconds(700));

    List<SourceRow> rows = read(poller()).rows();

    assertThat(refusal(rows.get(0))).contains("document type");
    assertThat(refusal(rows.get(1))).contains("line 1");
  }

  @Test
  void oneThatIsTooLargeIsRefusedUnread() throws Exception {
    file("a.xml", document(idoc("1", "<E1A><B>" + "x".repeat(4000) + "</B></E1A>")));
    Poller poller = poller("maxFile", "4000");

    Poller.Page page = read(poller);
    poller.committed(page);

    assertThat(refusal(page.rows().get(0))).contains("`maxFile`", "4000");
    assertThat(there()).containsExactly("refused/a.xml");
  }

  @Test
  void fileWithOneThatIsRefusedIsKeptAsideAndItsOthersAreTold() throws Exception {
    file("a.xml", document(idoc("", ""), idoc("2", ""), idoc("3", "")));
    Poller poller = poller();

    Poller.Page first = poller.read("{}", null, 2);
    poller.committed(first);
    Poller.Page second = poller.read(first.next(), null, 2);
    poller.committed(second);

    assertThat(first.rows().get(0).fault()).isNotNull();
    assertThat(numbers(second.rows())).containsExactly("3");
    assertThat(there()).containsExactly("refused/a.xml");
  }

  @Test
  void takenFilesAreMarkedOrDeletedWhereThatIsAskedFor() throws Exception {
    file("a.xml", document(idoc("1", "")));
    Poller marking = poller("taken", "mark", "files", "*");
    marking.committed(read(marking));
    assertThat(there()).containsExactly("a.xml.done");
    assertThat(read(marking).rows()).isEmpty();

    file("b.xml", document(idoc("2", "")));
    file("c.xml", "{}");
    Poller deleting = poller("taken", "delete");
    deleting.committed(read(deleting));
    assertThat(there()).containsExactly("a.xml.done", "refused/c.xml");
  }

  @Test
  void nothingThatWasPutAwayIsOverwritten() throws Exception {
    Poller poller = poller();
    for (int i = 1; i <= 3; i++) {
      file("a.xml", document(idoc("" + i, "")));
      poller.committed(read(poller));
    }

    assertThat(there()).containsExactly("done/a-1.xml", "done/a-2.xml", "done/a.xml");
  }

  @Test
  void fileThatWasWrittenAnewAfterItWasReadStays() throws Exception {
    file("a.xml", document(idoc("1", "")));
    Poller poller = poller();
    Poller.Page page = read(poller);
    file("a.xml", document(idoc("2", "")));

    poller.committed(page);

    assertThat(there()).containsExactly("a.xml");
    assertThat(numbers(read(poller).rows())).containsExactly("2");
  }

  @Test
  void fileThatIsTakenAwayMeanwhileIsNobodysFault() throws Exception {
    file("a.xml", document(idoc("1", "")));
    Poller poller = poller();
    Poller.Page page = read(poller);
    Files.delete(folder.resolve("a.xml"));

    poller.committed(page);

    assertThat(read(poller).rows()).isEmpty();
  }

  @Test
  void fileThatCannotBePutAwayIsToldAndNotReadAgain() throws Exception {
    file("a.xml", document(idoc("1", "")));
    Poller poller = poller();
    Poller.Page page = read(poller);
    Files.delete(folder.resolve("done"));
    Files.writeString(folder.resolve("done"), "in the way");

    assertThatThrownBy(() -> poller.committed(page))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("a.xml");
    assertThatThrownBy(() -> read(poller)).hasMessageContaining("done");
    Files.delete(folder.resolve("done"));
    file("b.xml", document(idoc("2", "")));
    assertThat(numbers(read(poller).rows())).containsExactly("2");
    assertThat(there()).containsExactly("b.xml", "done/a.xml");
  }

  @Test
  void linkOutOfTheFolderIsNotFollowed(@TempDir Path elsewhere) throws Exception {
    Files.writeString(elsewhere.resolve("secret.xml"), document(idoc("1", "")));
    Files.createSymbolicLink(folder.resolve("a.xml"), elsewhere.resolve("secret.xml"));
    Files.createDirectory(folder.resolve("b.xml"));

    assertThat(read(poller("quiet", "PT0.001S")).rows()).isEmpty();
  }

  @Test
  void folderThatIsNotThereIsTold() {
    Poller poller = poller("folder", folder.resolve("none").toString());

    assertThatThrownBy(() -> read(poller))
        .isInstanceOfSatisfying(
            SourceException.class,
            e -> assertThat(e.fault()).isEqualTo(SourceException.Fault.CONFIGURATION))
        .hasMessageContaining("none");
  }

  @Test
  void cursorOfSomethingElseIsTold() {
    assertThatThrownBy(() -> poller().read("[]", null, 1)).hasMessageContaining("cursor");
  }

  @Test
  void folderHasNoHistory() throws Exception {
    file("a.xml", document(idoc("1", "")));

    assertThat(poller().read("{}", "{}", 100).rows()).isEmpty();
  }

  /** A page and what is read for it are bounded, whatever lies in the folder. */
  @Test
  void largeFileIsReadInPagesOfAFewMegabytes() throws Exception {
    String big = idoc("%016d", "<E1A><B>" + "x".repeat(1 << 20) + "</B></E1A>");
    try (OutputStream out = Files.newOutputStream(folder.resolve("a.xml"))) {
      out.write(IDocs.bytes("<ORDERS05>"));
      for (int i = 1; i <= 20; i++) {
        out.write(IDocs.bytes(big.formatted(i)));
      }
      out.write(IDocs.bytes("</ORDERS05>"));
    }
    Files.setLastModifiedTime(folder.resolve("a.xml"), FileTime.from(written));
    Poller poller = poller();
    int rows = 0;
    int pages = 0;
    String cursor = "{}";
    boolean more = true;
    while (more) {
      Poller.Page page = poller.read(cursor, null, 1000);
      assertThat(page.rows().stream().mapToLong(row -> row.event().data().length).sum())
          .isLessThan(10L << 20);
      poller.committed(page);
      rows += page.rows().size();
      pages++;
      cursor = page.next();
      more = page.more();
    }

    assertThat(rows).isEqualTo(20);
    assertThat(pages).isEqualTo(3);
    assertThat(there()).containsExactly("done/a.xml");
  }
}
