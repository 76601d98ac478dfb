package io.causerie.engine.activity;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.Desk;
import io.causerie.engine.store.Database;
import io.causerie.testkit.db.Databases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnitOfWorkTest {
  @ParameterizedTest
  @EnumSource(Databases.class)
  void postThatIsWrittenWithoutALineGivesItsRecordAnotherStamp(Databases databases) {
    try (Desk desk = new Desk(databases)) {
      desk.ingest(order("1").status("Open"));
      long post = desk.feed("ada", "1").get(0).id().value();
      Database database = Database.open(desk.source());
      String lines = "select count(*) from journal";
      String stamp = "select stamp from record";
      long before = desk.count(stamp);
      long told = desk.count(lines);

      database.writing(
          h -> {
            UnitOfWork unit = new UnitOfWork(h, desk.causerie.journal());
            Row row = ActivityStore.find(h, post).orElseThrow();
            unit.anew(row, row, ActivityStore.contributions(h, post));
            unit.flush();
          });

      assertThat(desk.count(lines)).isEqualTo(told);
      assertThat(desk.count(stamp)).isNotEqualTo(before);
    }
  }
}
