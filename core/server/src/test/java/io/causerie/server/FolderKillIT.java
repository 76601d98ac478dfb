package io.causerie.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import io.causerie.testkit.system.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real process, killed by SIGKILL while it takes IDocs from a folder: each is posted once, and
 * each file is there once, behind all that was taken from it. {@code -Dkills.seed=...} repeats it.
 */
@Tag("chaos")
class FolderKillIT {
  private static final Logger LOG = LoggerFactory.getLogger(FolderKillIT.class);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int FILES = 120;
  private static final int IDOCS = 5;
  private static final int KILLS = Integer.getInteger("kills", 4);

  @TempDir Path folder;
  @TempDir Path inbox;

  @Test
  void nothingIsLostOrDoubledWhenKilled() throws Exception {
    long seed = Long.getLong("kills.seed", ThreadLocalRandom.current().nextLong());
    LOG.info("killed by the seed {}: -Dkills.seed={}", seed, seed);
    Random random = new Random(seed);
    int port = Ports.free();
    try (TestDatabase database = Databases.POSTGRES.fresh()) {
      RunningServer.write(folder, database);
      write();
      int file = 0;
      for (int kill = 0; kill <= KILLS; kill++) {
        int last = kill == KILLS ? FILES : file + random.nextInt(FILES / KILLS);
        ServerProcess process = ServerProcess.start(folder, "512m", port);
        long before = count(database, "select count(*) from event");
        while (file < last) {
          put(file++);
        }
        if (kill == KILLS) {
          Eventually.until("all is put away", SOON, () -> files(inbox) == 0);
          process.close();
        } else {
          int more = random.nextInt(20);
          Eventually.until(
              "it takes some",
              SOON,
              () ->
                  files(inbox) == 0
                      || count(database, "select count(*) from event") >= before + more);
          process.kill();
        }
      }

      long all = (long) FILES * IDOCS;
      assertThat(count(database, "select count(*) from event")).isEqualTo(all);
      assertThat(count(database, "select count(*) from event where fate = 1"))
          .as("posted")
          .isEqualTo(all);
      assertThat(count(database, "select count(*) from activity where type = 'Create'"))
          .isEqualTo(all);
      assertThat(files(inbox.resolve("done"))).isEqualTo(FILES);
      assertThat(files(inbox.resolve("refused"))).isZero();
    }
  }

  /** A page is smaller than a file. */
  private void write() {
    RunningServer.file(
        folder,
        "systems/sap.yaml",
        """
        system: sap
        audience: everyone
        kind: idoc
        connectors:
          sap-files:
            schedule: PT0.1S
            since: 2020-01-01
            page: 3
            config: { folder: "%s", zone: UTC, quiet: PT0.001S }
            mapping:
              record: { type: Order, id: '.E1EDK01[0].BELNR', version: $event.time }
              track: [{ field: status, value: '.E1EDK01[0].ACTION' }]
              posts: [{ when: created, summary: "{record} came" }]
        """
            .formatted(inbox));
  }

  private void put(int number) {
    StringBuilder text = new StringBuilder("<ORDERS05>");
    for (int i = 0; i < IDOCS; i++) {
      int idoc = number * IDOCS + i;
      text.append(
          """
          <IDOC><EDI_DC40><MANDT>100</MANDT><DOCNUM>%016d</DOCNUM><MESTYP>ORDRSP</MESTYP><SNDPRN>S4</SNDPRN>
          <CREDAT>20261127</CREDAT><CRETIM>080000</CRETIM></EDI_DC40>
          <E1EDK01 SEGMENT="1"><BELNR>%d</BELNR><ACTION>001</ACTION></E1EDK01></IDOC>
          """
              .formatted(idoc + 1, idoc));
    }
    Path hidden = inbox.resolve("." + number);
    try {
      Files.writeString(hidden, text.append("</ORDERS05>"));
      Files.move(
          hidden, inbox.resolve("%05d.xml".formatted(number)), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long files(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(TestDatabase database, String sql) {
    try (var connection = database.source().getConnection();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
