package io.causerie.engine.outbox;

import io.causerie.engine.UnavailableException;
import io.causerie.engine.store.Database;
import io.causerie.engine.store.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that must follow a commit. A job is a row written in the transaction that makes it
 * necessary; a worker of any node claims it, does it and deletes it in one transaction, so a job
 * that only touches the database is done exactly once.
 */
public final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final Database database;
  private final Ids ids;
  private final Clock clock;
  private final Map<String, Handler> handlers = new HashMap<>();

  public Outbox(Database database, Ids ids, Clock clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /** Does one kind of job; what it throws makes the job wait and be tried again. */
  @FunctionalInterface
  public interface Handler {
    void handle(Handle h, String subject);
  }

  /** Names who does a kind of job; before the first {@link #run}. */
  public void handle(String kind, Handler handler) {
    handlers.put(kind, handler);
  }

  public void add(Handle h, String kind, String subject) {
    h.createUpdate(
            """
            insert into outbox (id, kind, subject, attempts, due)
            values (:id, :kind, :subject, 0, :due)
            """)
        .bind("id", ids.next())
        .bind("kind", kind)
        .bind("subject", subject)
        .bind("due", clock.instant())
        .execute();
  }

  private record Job(long id, String kind, String subject, int attempts) {}

  /** Does the jobs that are due. */
  public void run() {
    while (runOne()) {
      // until none is due
    }
  }

  private boolean runOne() {
    Job[] claimed = new Job[1];
    try {
      return database.write(
          h -> {
            Optional<Job> job = claim(h);
            job.ifPresent(
                j -> {
                  claimed[0] = j;
                  Handler handler = handlers.get(j.kind());
                  if (handler == null) {
                    throw new IllegalStateException("nobody does jobs of kind " + j.kind());
                  }
                  handler.handle(h, j.subject());
                  h.createUpdate("delete from outbox where id = :id").bind("id", j.id()).execute();
                });
            return job.isPresent();
          });
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (claimed[0] == null) {
        throw e;
      }
      postpone(claimed[0], e);
      return true;
    }
  }

  private Optional<Job> claim(Handle h) {
    return h.createQuery(
            """
            select id, kind, subject, attempts from outbox where due <= :now
            order by due, id limit 1 for update skip locked
            """)
        .bind("now", clock.instant())
        .map(
            (r, c) ->
                new Job(
                    r.getLong("id"),
                    r.getString("kind"),
                    r.getString("subject"),
                    r.getInt("attempts")))
        .findOne();
  }

  private void postpone(Job job, RuntimeException e) {
    Duration wait = Duration.ofSeconds(1L << Math.min(job.attempts(), 10));
    Instant due = clock.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    LOG.warn("job {} of kind {} failed; it is tried again at {}", job.id(), job.kind(), due, e);
    database.writing(
        h ->
            h.createUpdate(
                    """
                    update outbox set attempts = attempts + 1, due = :due, failure = :failure
                    where id = :id
                    """)
                .bind("due", due)
                .bind("failure", e.toString())
                .bind("id", job.id())
                .execute());
  }

  /** How many jobs wait, for a metric. */
  public long waiting() {
    return database.read(h -> h.createQuery("select count(*) from outbox").mapTo(Long.class).one());
  }
}
