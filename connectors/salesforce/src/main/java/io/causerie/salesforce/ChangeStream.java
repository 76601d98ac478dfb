package io.causerie.salesforce;

import com.google.protobuf.ByteString;
import com.salesforce.eventbus.protobuf.ConsumerEvent;
import com.salesforce.eventbus.protobuf.FetchResponse;
import io.causerie.spi.Poller;
import io.causerie.spi.SourceException;
import io.causerie.spi.SourceException.Fault;
import io.causerie.spi.SourceRow;
import io.causerie.spi.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of a topic of Change Data Capture. Its cursor holds the replay id of the last event,
 * or of the last answer that nothing was new, so that that of a quiet topic does not grow old.
 */
final class ChangeStream implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);

  /** Salesforce answers within 270 seconds, if only that nothing is new. */
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int PAGE = 200;

  private final Org org;
  private final Settings settings;
  private final Poller history;
  private final Rows rows;
  private final ChangePages pages;

  ChangeStream(Org org, Settings settings, Rows rows, RecordReadBack readBack, Poller history) {
    this.org = org;
    this.settings = settings;
    this.history = history;
    this.rows = rows;
    this.pages = new ChangePages(org, settings, rows, readBack);
  }

  @Override
  public String start(@Nullable Instant since) throws SourceException {
    return Position.start(since == null ? org.now() : since).text();
  }

  @Override
  public Duration patience() {
    return PATIENCE;
  }

  @Override
  public Optional<Poller> history() {
    return Optional.of(history);
  }

  @Override
  public void run(String cursor, Sink sink) throws SourceException, InterruptedException {
    Position position = Position.parse(cursor);
    boolean again = false;
    Holes holes = new Holes(org, settings.declared(), rows);
    while (!sink.ending()) {
      OrgSession session = org.session();
      holes.begin();
      try (EventStream stream = open(session, position)) {
        new Run(session, stream, sink, holes, position).follow();
        return;
      } catch (RefusedException e) {
        position = e.at();
        BusException why = e.why();
        // A session that was good, and has ended since, was not refused.
        again = again && !e.heard();
        switch (why.kind()) {
          case SESSION -> {
            org.refused(session);
            if (again) {
              throw new SourceException(
                  Fault.CREDENTIALS,
                  SalesforceWording.REFUSED.with(why.code()),
                  SalesforceWording.CHECK_LOGIN.with(),
                  why);
            }
            again = true;
          }
          case REPLAY -> {
            if (!position.isPlaced()) {
              throw why.away(settings.topic());
            }
            LOG.warn(
                "{}: {} is not known any more at Salesforce ({})",
                settings.connector(),
                "the replay id of " + position.safe(),
                why.code());
            sink.broke(SalesforceWording.LOST.with(settings.topic(), why.code()), position.safe());
            position = position.lost();
            sink.page(new Poller.Page(List.of(), position.text(), true, null));
          }
          case TOPIC ->
              throw new SourceException(
                  Fault.CONFIGURATION,
                  SalesforceWording.NO_TOPIC.with(settings.topic(), why.code()),
                  SalesforceWording.SELECT_ENTITIES.with(),
                  why);
          case ENDED -> {
            // It ends where nothing is pending, which a burst can do; then it goes on at once.
            if (!e.heard()) {
              return;
            }
          }
          case AWAY, UNTRUSTED, UNASKED -> throw why.away(settings.topic());
        }
      }
    }
  }

  /** A stream says nothing of itself until there is something; so the topic is asked for first. */
  private EventStream open(OrgSession session, Position position) throws RefusedException {
    try {
      org.bus().topic(session, settings.topic());
    } catch (BusException e) {
      throw new RefusedException(e, position, false);
    }
    return org.bus().open(session, settings.topic(), position.from(), settings.batch());
  }

  /** The stream was ended, at a place. */
  private static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final transient BusException why;
    private final transient Position at;
    private final boolean heard;

    RefusedException(BusException why, Position at, boolean heard) {
      super(why);
      this.why = why;
      this.at = at;
      this.heard = heard;
    }

    BusException why() {
      return why;
    }

    Position at() {
      return at;
    }

    /** Whether anything came of it before. */
    boolean heard() {
      return heard;
    }
  }

  /** One stream, from its opening to its end. */
  private final class Run {
    private final OrgSession session;
    private final EventStream stream;
    private final Sink sink;
    private final Holes holes;
    private Position position;
    private boolean heard;

    Run(OrgSession session, EventStream stream, Sink sink, Holes holes, Position position) {
      this.session = session;
      this.stream = stream;
      this.sink = sink;
      this.holes = holes;
      this.position = position;
    }

    void follow() throws SourceException, InterruptedException, RefusedException {
      try {
        while (!sink.ending()) {
          org.askForLimits();
          Optional<FetchResponse> response = stream.next(LOOK);
          if (response.isPresent()) {
            heard = true;
            take(response.get());
          } else {
            holes.rest();
            if (!heard) {
              // It was let in, and nothing is new.
              heard = true;
              sink.alive();
            }
          }
          List<SourceRow> missed = holes.look();
          if (!missed.isEmpty()) {
            give(missed, position);
          }
        }
      } catch (BusException e) {
        throw new RefusedException(e, position, heard);
      }
    }

    private void take(FetchResponse response)
        throws SourceException, InterruptedException, BusException {
      List<ConsumerEvent> events = response.getEventsList();
      if (events.isEmpty()) {
        if (Position.isPlace(response.getLatestReplayId())) {
          // Nothing was new up to now; the org's clock is not told, so it is taken from before.
          give(List.of(), position.at(response.getLatestReplayId().toByteArray(), position.safe()));
        } else {
          sink.alive();
        }
        return;
      }
      ChangePages.Made made = pages.of(events, session, position, settings.overlap());
      holes.take(made.changes());
      for (ChangePages.Break each : made.breaks()) {
        sink.broke(each.why(), each.since());
      }
      ByteString last = events.get(events.size() - 1).getReplayId();
      // Without a place it goes on, and after a break all behind the one before comes once more.
      give(
          made.rows(),
          Position.isPlace(last) ? position.at(last.toByteArray(), made.committed()) : position);
    }

    /** In pages of a bearable size; the cursor moves with the last of them. */
    private void give(List<SourceRow> all, Position next) throws InterruptedException {
      int from = 0;
      while (all.size() - from > PAGE) {
        sink.page(
            new Poller.Page(
                all.subList(from, from + PAGE), position.text(), true, position.safe()));
        from += PAGE;
      }
      position = next;
      sink.page(
          new Poller.Page(all.subList(from, all.size()), position.text(), false, position.safe()));
    }
  }

  @Override
  public String toString() {
    return "ChangeStream[" + settings.topic() + "]";
  }
}
