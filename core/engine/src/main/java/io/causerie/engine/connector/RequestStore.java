package io.causerie.engine.connector;

import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask of the sources of connectors. Whoever asks waits for no source: the node that
 * runs the connector serves it, between two duties, and its answer is kept for a while.
 */
public final class RequestStore {
  private static final Duration KEPT = Duration.ofHours(1);

  private final Database database;
  private final Ids ids;
  private final Clock clock;

  RequestStore(Database database, Ids ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /** What can be asked. */
  public enum What {
    /** How many rows there are from a moment on. */
    COUNT("count"),
    /** To read from a moment on. */
    RESET("reset"),
    /** To begin to read history. */
    BACKFILL("backfill");

    private final String word;

    What(String word) {
      this.word = word;
    }

    static What of(String word) {
      for (What what : values()) {
        if (what.word.equals(word)) {
          return what;
        }
      }
      throw new IllegalArgumentException(word);
    }
  }

  /**
   * A request.
   *
   * @param since the moment; absent: from the beginning
   */
  public record Request(long id, String connector, What what, @Nullable Instant since) {}

  /**
   * What came of one.
   *
   * @param rows how many were counted; absent where the source cannot say
   * @param failure what the source said instead; absent: it is done
   */
  public record Answer(@Nullable Long rows, @Nullable Failure failure) {}

  /** Asks; returns by what the answer is found. */
  public long ask(String connector, What what, @Nullable Instant since) {
    return database.write(
        h -> {
          Instant now = clock.instant();
          h.createUpdate("delete from duty_request where asked < :old")
              .bind("old", now.minus(KEPT))
              .execute();
          long id = ids.next();
          h.createUpdate(
                  """
                  insert into duty_request (id, connector, what, since, asked)
                  values (:id, :connector, :what, :since, :now)
                  """)
              .bind("id", id)
              .bind("connector", connector)
              .bind("what", what.word)
              .bind("since", since)
              .bind("now", now)
              .execute();
          return id;
        });
  }

  /** The answer, if there is one by now. */
  public Optional<Answer> answer(long id) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select rows_counted, fault, error, error_said, remedy, remedy_said, failed_at
                    from duty_request where id = :id and served is not null
                    """)
                .bind("id", id)
                .map(
                    (r, c) ->
                        new Answer(
                            r.getObject("rows_counted", Long.class), ConnectorStore.failure(r)))
                .findOne());
  }

  /** Nobody waits for it any more. */
  public void withdraw(long id) {
    database.writing(
        h -> h.createUpdate("delete from duty_request where id = :id").bind("id", id).execute());
  }

  /** What a connector is asked, in its order. */
  public List<Request> of(String connector) {
    return database.read(
        h ->
            h.createQuery(
                    """
                    select id, connector, what, since from duty_request
                    where connector = :connector and served is null order by id
                    """)
                .bind("connector", connector)
                .map((r, c) -> request(r))
                .list());
  }

  private static Request request(ResultSet r) throws SQLException {
    return new Request(
        r.getLong("id"),
        r.getString("connector"),
        What.of(ConnectorStore.text(r, "what")),
        ConnectorStore.time(r, "since"));
  }

  /**
   * Answers a count, or says why what was asked for was not done.
   *
   * @param by the duty that brings what is new
   */
  public void answer(Lease lease, DutyKind by, Request request, Answer answer) {
    database.writing(
        h -> {
          DutyStore.hold(h, lease, by);
          served(h, request, answer);
        });
  }

  /** Lets a connector read from a cursor on, as it was asked; the lease is over then. */
  public void reset(Lease lease, Request request, String cursor) {
    database.writing(
        h -> {
          if (served(h, request, DONE)) {
            ConnectorStore.reset(h, lease, cursor);
          }
        });
  }

  /**
   * Begins to read history, as it was asked.
   *
   * @param until where it ends
   * @param total how many rows there are about; absent: the source cannot say
   */
  public void fill(Lease lease, Request request, String from, String until, @Nullable Long total) {
    database.writing(
        h -> {
          if (served(h, request, DONE)) {
            DutyStore.fill(h, lease, from, until, total, clock.instant());
          }
        });
  }

  private static final Answer DONE = new Answer(null, null);

  /** False if it has an answer by now, or nobody waits for it: nothing is to be done then. */
  private boolean served(Handle h, Request request, Answer answer) {
    return ConnectorStore.bind(
                h.createUpdate(
                    """
                    update duty_request set served = :now, rows_counted = :rows,
                      fault = :fault, error = :error, error_said = :errorSaid,
                      remedy = :remedy, remedy_said = :remedySaid, failed_at = :at
                    where id = :id and served is null
                    """),
                answer.failure())
            .bind("now", clock.instant())
            .bind("rows", answer.rows())
            .bind("id", request.id())
            .execute()
        == 1;
  }
}
