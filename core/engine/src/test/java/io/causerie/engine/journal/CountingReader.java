package io.causerie.engine.journal;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Writes down each line it reads, where the database refuses a second time; and each journal line
 * that was there when it rebuilt.
 */
public final class CountingReader implements JournalReader {
  private static final int PAGE = 2;

  private final String name;
  private final boolean rebuilds;
  private final AtomicBoolean broken = new AtomicBoolean();

  public CountingReader(String name, boolean rebuilds) {
    this.name = name;
    this.rebuilds = rebuilds;
  }

  /** What it writes to. */
  public static void table(Handle h) {
    h.execute(
        """
        create table seen_line (reader varchar(64) not null, position bigint not null,
          primary key (reader, position))
        """);
    h.execute(
        """
        create table seen_id (reader varchar(64) not null, id bigint not null,
          primary key (reader, id))
        """);
  }

  public void breaks(boolean itDoes) {
    broken.set(itDoes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean rebuilds() {
    return rebuilds;
  }

  @Override
  public void read(Handle h, List<JournalLine> lines) {
    if (broken.get()) {
      throw new NoClassDefFoundError("something that is half there");
    }
    for (JournalLine line : lines) {
      h.createUpdate("insert into seen_line (reader, position) values (:reader, :position)")
          .bind("reader", name)
          .bind("position", line.position())
          .execute();
    }
  }

  @Override
  public @Nullable String rebuild(Handle h, @Nullable String after) {
    List<Long> ids =
        h.createQuery("select id from journal where id > :after order by id limit :page")
            .bind("after", after == null ? 0 : Long.parseLong(after))
            .bind("page", PAGE)
            .mapTo(Long.class)
            .list();
    for (long id : ids) {
      h.createUpdate("insert into seen_id (reader, id) values (:reader, :id)")
          .bind("reader", name)
          .bind("id", id)
          .execute();
    }
    return ids.isEmpty() ? null : ids.get(ids.size() - 1).toString();
  }
}
