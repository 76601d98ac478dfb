package io.causerie.engine;

import static io.causerie.engine.ObservationBuilder.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.causerie.engine.notice.Inboxes;
import io.causerie.model.Lane;
import io.causerie.testkit.db.Databases;
import io.causerie.testkit.db.StatementLog;
import io.causerie.testkit.db.TestDatabase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an inbox costs the database: the same for few and for many. */
class NoticeStatementsTest {
  private static final int RECORDS = 4;

  @ParameterizedTest
  @EnumSource(Databases.class)
  void aPageOfAnInboxCostsTenStatementsAndItsCountThree(Databases databases) {
    TestDatabase database = Desk.tables(databases);
    StatementLog log = StatementLog.over(database);
    try (Desk desk = new Desk(database, log.source(), log.reads())) {
      Inboxes.read(desk);
      for (int record = 0; record < RECORDS; record++) {
        desk.ingest(order("" + record).status("Open"));
        for (int i = 0; i < 5; i++) {
          var post =
              desk.causerie
                  .feed()
                  .post(Desk.as("ada"), desk.id("" + record), Lane.INTERNAL, "Talk", null)
                  .id();
          desk.causerie
              .discussion()
              .reply(Desk.as("ada"), post, "[@](person:grace)?", null, null, null);
        }
      }
      Inboxes.settle(desk);
      Runnable page =
          () ->
              assertThat(desk.causerie.notices().page(Desk.as("grace"), false, null, 30).items())
                  .hasSize(20);
      page.run();

      assertThat(statements(log.during(page))).hasSizeLessThanOrEqualTo(10);
      assertThat(
              statements(
                  log.during(
                      () ->
                          assertThat(desk.causerie.notices().unread(Desk.as("grace")).count())
                              .isEqualTo(20))))
          .hasSizeLessThanOrEqualTo(3);
    }
  }

  private static List<String> statements(List<String> asked) {
    return asked.stream().filter(sql -> !sql.equals("begin") && !sql.equals("commit")).toList();
  }
}
