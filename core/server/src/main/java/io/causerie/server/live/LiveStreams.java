package io.causerie.server.live;

import io.causerie.engine.CauserieException;
import io.causerie.engine.ForbiddenException;
import io.causerie.engine.InvalidInputException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.journal.Journal;
import io.causerie.engine.journal.JournalItem;
import io.causerie.engine.journal.PositionExpiredException;
import io.causerie.model.RecordId;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.Scope;
import io.causerie.server.signin.Tokens;
import io.javalin.http.Context;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live updates as Server-Sent Events. A frame says what changed, never how it looks; each read asks
 * again what the viewer may see, and whether her token still counts.
 */
public final class LiveStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
  private static final String TOPIC = "record:";
  private static final String CONNECTORS = "connectors";
  private static final int MAX_TOPICS = 50;
  private static final int MAX_STREAMS = 20;
  private static final int BATCH = 200;
  private static final long HEARTBEAT_SECONDS = 15;
  private static final long SWEEP_SECONDS = 1;
  private static final long COLLECTED_MILLIS = 300;

  private final Journal log;
  private final Tokens tokens;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean changing = new AtomicBoolean();
  private final ScheduledExecutorService workers =
      Executors.newScheduledThreadPool(4, r -> new Thread(r, "causerie-live"));

  public LiveStreams(Journal log, Tokens tokens) {
    this.log = log;
    this.tokens = tokens;
    workers.scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  /** Ends the streams of tokens that have been ended, and of persons who have left. */
  private void sweep() {
    try {
      List<Stream> all = List.copyOf(streams);
      if (!all.isEmpty()) {
        Set<String> counting =
            tokens.counting(all.stream().map(s -> s.caller.digest()).distinct().toList());
        all.stream()
            .filter(s -> !counting.contains(s.caller.digest()))
            .forEach(s -> workers.execute(() -> s.finish("end")));
      }
    } catch (CauserieException e) {
      LOG.debug("tokens of streams could not be looked at; the next round follows", e);
    } catch (Throwable e) {
      LOG.error("tokens of streams could not be looked at; the next round follows", e);
    }
  }

  /** Begins a stream on a request that has been let in; it lasts until one side ends it. */
  public void open(Context context, Caller caller, Viewer viewer) {
    Topics topics = topics(context, caller);
    EventStream client = new EventStream(context);
    AtomicInteger mine = open.computeIfAbsent(viewer.person(), p -> new AtomicInteger());
    if (mine.get() >= MAX_STREAMS) {
      context.future(client::ended);
      client.send("end", "{}", null);
      client.close();
      return;
    }
    mine.incrementAndGet();
    Stream stream = new Stream(client, caller, viewer, topics, from(context));
    streams.add(stream);
    client
        .ended()
        .thenRun(
            () -> {
              streams.remove(stream);
              mine.decrementAndGet();
              stream.end();
            });
    context.future(
        () -> {
          stream.begin();
          return client.ended();
        });
  }

  /**
   * Tells operators that a connector is not as it was; they look themselves. However often it is
   * called, they are told a few times a second.
   */
  public void connectorsChanged() {
    if (streams.stream().noneMatch(s -> s.operates) || !changing.compareAndSet(false, true)) {
      return;
    }
    try {
      workers.schedule(this::tellOperators, COLLECTED_MILLIS, TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.RejectedExecutionException e) {
      LOG.debug("the server is stopping");
    }
  }

  private void tellOperators() {
    changing.set(false);
    for (Stream stream : streams) {
      if (stream.operates) {
        workers.execute(() -> stream.client.send("change", "{\"what\":\"connectors\"}", null));
      }
    }
  }

  /**
   * The topics that were asked for: what cannot be followed is refused, never left out.
   *
   * @throws InvalidInputException for none, too many, or one that is no topic
   * @throws ForbiddenException for the operators' topic, without their scope
   * @throws NotFoundException for another record than a frame's
   */
  private static Topics topics(Context context, Caller caller) {
    List<String> asked = context.queryParams("topic");
    if (asked.isEmpty() || asked.size() > MAX_TOPICS) {
      throw new InvalidInputException(
          "topic", "say what to follow, %d topics at most: record:ID".formatted(MAX_TOPICS));
    }
    Set<RecordId> records = new LinkedHashSet<>();
    boolean operates = false;
    for (String topic : asked) {
      if (topic.equals(CONNECTORS)) {
        if (!caller.scopes().contains(Scope.OPERATE)) {
          throw new ForbiddenException("the topic connectors needs the scope operate");
        }
        operates = true;
      } else {
        RecordId record = record(topic);
        if (!caller.mayAskFor(record)) {
          throw new NotFoundException("record");
        }
        records.add(record);
      }
    }
    return new Topics(records, operates);
  }

  private static RecordId record(String topic) {
    try {
      if (topic.startsWith(TOPIC)) {
        return RecordId.parse(topic.substring(TOPIC.length()));
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new InvalidInputException("topic", "a topic is record:ID, or connectors");
  }

  private record Topics(Set<RecordId> records, boolean operates) {}

  private long from(Context context) {
    String last = context.header("Last-Event-ID");
    String asked = last == null ? context.queryParam("lastEventId") : last;
    if (asked == null || asked.isBlank()) {
      return log.position();
    }
    // What is no position was not given by this log, like one that lies ahead of it.
    return asked.strip().matches("[0-9]{1,18}") ? Long.parseLong(asked.strip()) : Long.MAX_VALUE;
  }

  /** One open stream. */
  private final class Stream {
    private final EventStream client;
    private final Caller caller;
    private final Viewer viewer;
    private final Set<RecordId> records;
    private final boolean operates;
    private final Journal.Subscription subscription;
    private final ScheduledFuture<?> heartbeat;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private long position;

    Stream(EventStream client, Caller caller, Viewer viewer, Topics topics, long position) {
      this.operates = topics.operates();
      this.client = client;
      this.caller = caller;
      this.viewer = viewer;
      this.records = topics.records();
      this.position = position;
      this.subscription = log.subscribe(records, this::wake);
      this.heartbeat =
          workers.scheduleAtFixedRate(
              this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    void begin() {
      client.send("ready", "{\"position\":" + position + "}", null);
      wake();
    }

    void wake() {
      if (waiting.compareAndSet(false, true)) {
        try {
          workers.execute(this::pass);
        } catch (java.util.concurrent.RejectedExecutionException e) {
          LOG.debug("the server is stopping");
        }
      }
    }

    private synchronized void pass() {
      waiting.set(false);
      try {
        if (tokens.byDigest(caller.digest()).isEmpty()) {
          finish("end");
          return;
        }
        List<JournalItem> items;
        do {
          items = records.isEmpty() ? List.of() : log.read(viewer, records, position, BATCH);
          for (JournalItem item : items) {
            client.send("change", json(item), String.valueOf(item.position()));
            position = item.position();
          }
        } while (items.size() == BATCH);
      } catch (PositionExpiredException e) {
        finish("reset");
      } catch (NotFoundException e) {
        finish("end");
      } catch (CauserieException e) {
        // The database is away: the stream stays, and the next change or heartbeat tries again.
        LOG.debug("live read failed", e);
      } catch (Throwable e) {
        LOG.error("a live read failed; the stream stays, and is tried again", e);
      }
    }

    private void beat() {
      client.comment("still here");
      wake();
    }

    private void finish(String event) {
      client.send(event, "{}", null);
      client.close();
    }

    void end() {
      subscription.close();
      heartbeat.cancel(false);
    }
  }

  private static String json(JournalItem item) {
    StringBuilder json = new StringBuilder("{\"position\":").append(item.position());
    json.append(",\"what\":\"").append(item.what().word()).append('"');
    json.append(",\"record\":\"").append(item.record()).append('"');
    if (item.activity() != null) {
      json.append(",\"activity\":\"").append(item.activity()).append('"');
    }
    if (item.note() != null) {
      json.append(",\"note\":\"").append(item.note()).append('"');
    }
    return json.append(",\"mine\":").append(item.mine()).append('}').toString();
  }

  @Override
  public void close() {
    streams.forEach(stream -> stream.client.close());
    workers.shutdownNow();
  }
}
