package io.causerie.engine;

import io.causerie.engine.access.Access;
import io.causerie.engine.discussion.Discussion;
import io.causerie.engine.feed.Feed;
import io.causerie.engine.ingest.Events;
import io.causerie.engine.ingest.Ingest;
import io.causerie.engine.live.LiveLog;
import io.causerie.engine.people.People;
import io.causerie.engine.record.Records;

/** The way into the engine; made by {@link CauserieBuilder}. Safe for use by many threads. */
public final class Causerie implements AutoCloseable {
  public static CauserieBuilder builder() {
    return new CauserieBuilder();
  }

  /** Takes events in. */
  public Ingest ingest() {
    throw new UnsupportedOperationException();
  }

  /** Stored events, for operators. */
  public Events events() {
    throw new UnsupportedOperationException();
  }

  /** Records, follows and read marks. */
  public Records records() {
    throw new UnsupportedOperationException();
  }

  /** Posts as a reader sees them, and people's own posts. */
  public Feed feed() {
    throw new UnsupportedOperationException();
  }

  /** Comments and reactions. */
  public Discussion discussion() {
    throw new UnsupportedOperationException();
  }

  /** Persons and groups. */
  public People people() {
    throw new UnsupportedOperationException();
  }

  /** Who can read what. */
  public Access access() {
    throw new UnsupportedOperationException();
  }

  /** What changed, as it becomes visible. */
  public LiveLog live() {
    throw new UnsupportedOperationException();
  }

  /** Asks the database for an answer; throws {@link UnavailableException} where there is none. */
  public void ping() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
