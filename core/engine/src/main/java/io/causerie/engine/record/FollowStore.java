package io.causerie.engine.record;

import io.causerie.model.Coded;
import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/** Who follows which record. What a person ended herself, nothing automatic begins again. */
public final class FollowStore {
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
    h.createUpdate(
            """
            insert into follow (record_id, person, state, since)
            values (:record, :person, :state, :now) on conflict do nothing
            """)
        .bind("state", state.code())
        .bind("now", now)
        .bind("record", record)
        .bind("person", person)
        .execute();
  }

  /** Begins follows of persons who take part, where nothing was ever said of it. */
  public static void automatic(Handle h, long record, Collection<String> persons, Instant now) {
    persons.forEach(person -> insert(h, record, person, State.AUTOMATIC, now));
  }
}
