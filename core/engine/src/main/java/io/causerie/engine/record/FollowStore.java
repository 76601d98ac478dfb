package io.causerie.engine.record;

import static java.util.Comparator.comparing;

import io.causerie.model.Coded;
import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Who follows which record. What a person ended herself, nothing automatic begins again. */
public final class FollowStore {
  private static final String INSERT =
      """
      insert into follow (record_id, person, state, since)
      values (:record, :person, :state, :now) on conflict do nothing
      """;

  private FollowStore() {}

  /** What she said of it. */
  enum State implements Coded {
    /** Unused, so that 0 never means anything. */
    NONE(0),
    BY_HAND(1),
    AUTOMATIC(2),
    ENDED(3);

    private final int code;

    State(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }
  }

  static void set(Handle h, long record, String person, State state, Instant now) {
    int updated =
        h.createUpdate(
                """
                update follow set state = :state, since = :now
                where record_id = :record and person = :person
                """)
            .bind("state", state.code())
            .bind("now", now)
            .bind("record", record)
            .bind("person", person)
            .execute();
    if (updated == 0) {
      insert(h, record, person, state, now);
    }
  }

  private static void insert(Handle h, long record, String person, State state, Instant now) {
    h.createUpdate(INSERT)
        .bind("state", state.code())
        .bind("now", now)
        .bind("record", record)
        .bind("person", person)
        .execute();
  }

  /** Begins follows of persons who take part, where nothing was ever said of it. */
  public static void automatic(Handle h, long record, Collection<String> persons, Instant now) {
    automatic(h, persons.stream().map(person -> new Follow(record, person)).toList(), now);
  }

  /** That a person follows a record. */
  public record Follow(long record, String person) {}

  /**
   * The same for several records; in one order, so that two who do so do not wait for each other.
   */
  public static void automatic(Handle h, Collection<Follow> follows, Instant now) {
    if (follows.isEmpty()) {
      return;
    }
    PreparedBatch batch = h.prepareBatch(INSERT);
    follows.stream()
        .distinct()
        .sorted(comparing(Follow::record).thenComparing(Follow::person))
        .forEach(
            follow ->
                batch
                    .bind("state", State.AUTOMATIC.code())
                    .bind("now", now)
                    .bind("record", follow.record())
                    .bind("person", follow.person())
                    .add());
    batch.execute();
  }
}
