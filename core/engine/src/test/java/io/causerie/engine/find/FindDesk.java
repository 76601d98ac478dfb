package io.causerie.engine.find;

import io.causerie.engine.Desk;
import io.causerie.engine.Page;
import io.causerie.engine.record.RecordHead;
import io.causerie.testkit.Eventually;
import io.causerie.testkit.db.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order desk in which one can look for something. */
final class FindDesk implements AutoCloseable {
  final Desk desk;

  FindDesk(TestDatabase database) {
    this.desk = new Desk(database, builder -> builder.journalReaders(List.of(new FindReader())));
  }

  FindDesk(Desk desk) {
    this.desk = desk;
  }

  /** Waits until the index has all that was committed so far. */
  void indexed() {
    long position = desk.position();
    Eventually.until(
        "the index has come so far",
        () ->
            desk.count(
                    "select count(*) from journal_reader where name = 'find' and not rebuilding"
                        + " and position >= "
                        + position)
                == 1);
  }

  /** The keys of what somebody finds, in order. */
  List<String> found(String person, String query) {
    return pages(person, Asked.of(query, null, null), 50);
  }

  /** The same, so many a page, of all pages. */
  List<String> pages(String person, Asked asked, int limit) {
    List<String> keys = new ArrayList<>();
    String cursor = null;
    do {
      Page<RecordHead> page = page(person, asked, cursor, limit);
      page.items().forEach(head -> keys.add(head.ref().id()));
      cursor = page.next();
    } while (cursor != null);
    return keys;
  }

  Page<RecordHead> page(String person, Asked asked, @Nullable String cursor, int limit) {
    return desk.causerie.find().records(Desk.as(person), asked, cursor, limit);
  }

  @Override
  public void close() {
    desk.close();
  }
}
