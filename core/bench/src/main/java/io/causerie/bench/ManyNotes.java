package io.causerie.bench;

import io.causerie.model.ActivityId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills PostgreSQL with comments, copies of a real one, in bulk: nine tenths in discussions of a
 * thousand, a tenth in a single one. They lie in the table as they would have come in: no two
 * neighbours are of the same discussion, which is the slowest case for a reader.
 *
 * <p>Only what a reader of comments touches is written; the journal, which forgets anyway, is not.
 *
 * @param discussions of a thousand comments each
 * @param large the one with a tenth of all
 */
record ManyNotes(List<String> discussions, String large) {
  static final int EACH = 1000;

  /** Ids that no server draws: the node number is the last there is. */
  private static final String IDS =
      "((newest.id >> 22) + 1 + n / 1000) << 22 | 1023 << 12 | n % 4096";

  /** How many discussions of a thousand there are with so many comments. */
  static int discussions(int notes) {
    return notes / 10 * 9 / EACH;
  }

  /**
   * Writes them. Needs as many posts nobody has talked on, and one comment.
   *
   * @param notes a multiple of 10,000
   */
  static ManyNotes write(Store store, int notes) throws SQLException {
    int small = discussions(notes);
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          """
          create temporary table target as
          select row_number() over (order by id) - 1 as place, id, record_id from activity
          where not talk order by id limit %d
          """
              .formatted(small + 1));
      statement.execute(
          """
          insert into note (id, activity_id, record_id, author, content, html, html_version, version)
          select %s, target.id, target.record_id, real.author, real.content, real.html,
            real.html_version, 1
          from generate_series(0, %d) n
          join target
            on target.place = case when n %% 10 = 0 then %d else (n / 10 * 9 + n %% 10 - 1) %% %d end
          cross join (select max(id) as id from activity) newest
          cross join (select * from note limit 1) real
          order by n
          """
              .formatted(IDS, notes - 1, small, small));
      statement.execute("update activity set talk = true where id in (select id from target)");
      statement.execute("update record set fold = null where id in (select record_id from target)");
      statement.execute(
          """
          insert into follow (target, person, state, since)
          select target.record_id, real.person, real.state, real.since
          from target cross join (select * from follow limit 1) real
          on conflict do nothing
          """);
      connection.commit();
      statement.execute("analyze note");
      connection.commit();
      List<String> ids = new ArrayList<>();
      var rows = statement.executeQuery("select id from target order by place");
      while (rows.next()) {
        ids.add(new ActivityId(rows.getLong(1)).toString());
      }
      return new ManyNotes(List.copyOf(ids.subList(0, small)), ids.get(small));
    }
  }
}
