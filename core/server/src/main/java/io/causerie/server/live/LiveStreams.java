package io.causerie.server.live;

import io.causerie.engine.CauserieException;
import io.causerie.engine.NotFoundException;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.live.LiveItem;
import io.causerie.engine.live.LiveLog;
import io.causerie.engine.live.PositionExpiredException;
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
  private static final long COLLECTED_MILLIS = 300;

  private final LiveLog log;
  private final Tokens tokens;
  private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean changing = new AtomicBoolean();
  private final ScheduledExecutorService workers =
      Executors.newScheduledThreadPool(4, r -> new Thread(r, "causerie-live"));

  public LiveStreams(LiveLog log, Tokens tokens) {
    this.log = log;
    this.tokens = tokens;
  }

  /** Begins a stream on a request that has been let in; it lasts until one side ends it. */
  public void open(Context context, Caller caller, Viewer viewer) {
    Set<RecordId> records = topics(context, caller);
    boolean operates =
        context.queryParams("topic").contains(CONNECTORS)
            && caller.scopes().contains(Scope.OPERATE);
    EventStream client = new EventStream(context);
    AtomicInteger mine = open.computeIfAbsent(viewer.person(), p -> new AtomicInteger());
    if ((records.isEmpty() && !operates) || mine.get() >= MAX_STREAMS) {
      context.future(client::ended);
      client.send("end", "{}", null);
      client.close();
      return;
    }
    mine.incrementAndGet();
    Stream stream = new Stream(client, caller, viewer, records, operates, from(context));
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

  private static Set<RecordId> topics(Context context, Caller caller) {
    Set<RecordId> records = new LinkedHashSet<>();
    List<String> topics = context.queryParams("topic");
    for (String topic : topics.subList(0, Math.min(MAX_TOPICS, topics.size()))) {
      try {
        RecordId record = RecordId.parse(topic.replaceFirst("^" + TOPIC, ""));
        if (caller.record() == null || caller.record().equals(record)) {
          records.add(record);
        }
      } catch (IllegalArgumentException e) {
        LOG.debug("a topic that is none: {}", topic);
      }
    }
    return records;
  }

  private long from(Context context) {
    String last = context.header("Last-Event-ID");
    String asked = last == null ? context.queryParam("lastEventId") : last;
    return asked != null && asked.matches("[0-9]{1,18}") ? Long.parseLong(asked) : log.position();
  }

  /** One open stream. */
  private final class Stream {
    private final EventStream client;
    private final Caller caller;
    private final Viewer viewer;
    private final Set<RecordId> records;
    private final boolean operates;
    private final LiveLog.Subscription subscription;
    private final ScheduledFuture<?> heartbeat;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private long position;

    Stream(
        EventStream client,
        Caller caller,
        Viewer viewer,
        Set<RecordId> records,
        boolean operates,
        long position) {
      this.operates = operates;
      this.client = client;
      this.caller = caller;
      this.viewer = viewer;
      this.records = records;
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
        List<LiveItem> items;
        do {
          items = records.isEmpty() ? List.of() : log.read(viewer, records, position, BATCH);
          for (LiveItem item : items) {
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

  private static String json(LiveItem item) {
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
