package io.causerie.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.journal.ReaderStore.Place;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.TestDatabase;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever has lost a reader to another node writes nothing for it any more. */
class ReaderStoreTest {
  private static final Instant UNTIL = Desk.MONDAY.plusSeconds(30);

  private static Place place(Database database) {
    return Objects.requireNonNull(database.read(ReaderStore::places).get("index"));
  }

  @ParameterizedTest
  @EnumSource(Databases.class)
  void nodeThatLostAReaderNeitherMovesNorRebuildsIt(Databases databases) {
    try (TestDatabase tables = Desk.tables(databases)) {
      Database database = Database.over(tables.source());
      database.writing(h -> ReaderStore.register(h, "index", true));
      database.writing(h -> ReaderStore.claim(h, place(database), "first", UNTIL));
      Place ofTheFirst = place(database);
      assertThat(database.<Boolean>write(h -> ReaderStore.hold(h, ofTheFirst, UNTIL))).isTrue();

      database.writing(h -> ReaderStore.claim(h, ofTheFirst, "second", UNTIL));

      assertThat(database.<Boolean>write(h -> ReaderStore.hold(h, ofTheFirst, UNTIL))).isFalse();
      assertThat(database.<Boolean>write(h -> ReaderStore.move(h, ofTheFirst, 7, UNTIL))).isFalse();
      Place ofTheSecond = place(database);
      assertThat(database.<Boolean>write(h -> ReaderStore.hold(h, ofTheSecond, UNTIL))).isTrue();
      assertThat(database.<Boolean>write(h -> ReaderStore.move(h, ofTheSecond, 7, UNTIL))).isTrue();
    }
  }
}
