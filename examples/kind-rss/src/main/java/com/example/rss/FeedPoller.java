package com.example.rss;

import io.causerie.http.Address;
import io.causerie.http.Answer;
import io.causerie.http.Request;
import io.causerie.http.SystemClient;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a feed whole, which is one page: it is as long as its site makes it. What came before comes
 * again, and is told by its key, version and content.
 */
final class FeedPoller implements Poller {
  private static final String FORMS =
      "application/atom+xml, application/rss+xml, application/rdf+xml, application/xml;q=0.9,"
          + " text/xml;q=0.9, */*;q=0.1";

  private final SystemClient client;
  private final Address feed;
  private final int maxSize;
  private final Rows rows;
  private final Clock clock;

  FeedPoller(SystemClient client, Address feed, int maxSize, Rows rows, Clock clock) {
    this.client = client;
    this.feed = feed;
    this.maxSize = maxSize;
    this.rows = rows;
    this.clock = clock;
  }

  // tag::read[]
  @Override
  public String start(@Nullable Instant since) {
    return since == null ? Seen.FROM_NOW : Seen.NOTHING;
  }

  @Override
  public String beginning() {
    return Seen.NOTHING;
  }

  @Override
  public Page read(String cursor, @Nullable String until, int limit) throws SourceException {
    Seen seen = Seen.parse(cursor, feed);
    Answer answer =
        client.send(seen.unless(Request.get(feed).header("Accept", FORMS).atMost(maxSize)));
    Instant now = answer.date().orElseGet(clock::instant);
    if (answer.status() == 304) {
      return new Page(List.of(), cursor, false, now);
    }
    if (!answer.isOk()) {
      throw client.faults().answered(answer, "");
    }
    Seen read = Seen.of(feed, answer);
    List<SourceRow> changed =
        read.isSame(seen) ? List.of() : rows.of(feed(answer), cursor.equals(Seen.FROM_NOW));
    return new Page(changed, read.text(), false, now);
  }

  // end::read[]

  private Feed feed(Answer answer) throws SourceException {
    FeedReader reader = new FeedReader(feed);
    try {
      return reader.read(answer.body());
    } catch (NoFeedException e) {
      if (reader.isHalf()) {
        throw client.faults().half(answer, e);
      }
      throw noFeed(e);
    }
  }

  // tag::fault[]
  private SourceException noFeed(NoFeedException e) {
    return new SourceException(
        Fault.BAD_ANSWER,
        "%s answered with what is no feed of RSS or Atom: %s"
            .formatted(feed.host(), e.getMessage()),
        "Check `url`, `feed` and `auth`: at %s must be well-formed XML, as a browser shows it."
            .formatted(feed),
        e);
  }

  // end::fault[]

  /** Without what could be secret. */
  @Override
  public String toString() {
    return "FeedPoller[" + feed + "]";
  }
}
