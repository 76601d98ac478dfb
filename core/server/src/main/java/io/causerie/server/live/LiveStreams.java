package io.causerie.server.live;

import io.causerie.engine.Causerie;
import io.causerie.engine.access.Viewer;
import io.causerie.engine.journal.Journal;
import io.causerie.server.signin.Caller;
import io.causerie.server.signin.TokenStore;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams. An event brings what changed, written once for all who see the same; rights are
 * looked at when it is made, and again where it had to wait.
 */
public final class LiveStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveStreams.class);
  private static final long HEARTBEAT = TimeUnit.SECONDS.toNanos(15);

  /** Whoever takes nothing for so long has gone, or does not read. */
  private static final long LONGEST_WRITE = TimeUnit.SECONDS.toNanos(20);

  private static final long COLLECTED_MILLIS = 300;

  /** So many streams are one piece of work. */
  private static final int AT_ONCE = 64;

  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean changing = new AtomicBoolean();
  private final Tail tail;
  private final Journal.Ending growing;
  private final ExecutorService writers =
      Executors.newFixedThreadPool(
          Math.max(2, Runtime.getRuntime().availableProcessors() / 2),
          r -> new Thread(r, "causerie-live-writer"));
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(r -> new Thread(r, "causerie-live-clock"));

  public LiveStreams(Causerie causerie, TokenStore tokens, Pen pen) {
    tail =
        new Tail(
            causerie.live(),
            List.of(OwnLists.of(causerie.home()), OwnLists.of(causerie.notices())),
            tokens,
            pen,
            causerie.journal().position(),
            this::write);
    growing = causerie.journal().onGrown(tail::grown);
    tail.start();
    clock.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Begins a stream on a request that has been let in; it lasts until one side ends it. Whether she
   * may follow what she asks for is known a moment later: nothing is answered until then.
   */
  public void open(Context context, Caller caller, Viewer viewer, Manner manner) {
    Set<Topic> topics = Topic.of(context.queryParams("topic"), caller);
    Long after = after(context);
    context.contentType("text/event-stream; charset=utf-8");
    context.header("Cache-Control", "no-store");
    // A proxy that collects an answer before it passes it on would make live late.
    context.header("X-Accel-Buffering", "no");
    ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
    Stream stream =
        new Stream(
            new Stream.Opening(
                caller, viewer, manner, request, request.getServletContextResponse()),
            topics,
            after,
            tail::doubt);
    context.future(
        () -> {
          streams.add(stream);
          var over =
              stream
                  .ended()
                  .whenComplete(
                      (done, failure) -> {
                        streams.remove(stream);
                        tail.leave(stream);
                      });
          tail.come(stream);
          return over;
        });
  }

  private static @Nullable Long after(Context context) {
    String last = context.header("Last-Event-ID");
    String asked = last == null ? context.queryParam("lastEventId") : last;
    if (asked == null || asked.isBlank()) {
      return null;
    }
    // What is no position was not given by this journal, like one that lies ahead of it.
    return asked.strip().matches("[0-9]{1,18}") ? Long.valueOf(asked.strip()) : Long.MAX_VALUE;
  }

  /** How many streams are open. */
  public int open() {
    return streams.size();
  }

  /** How many readers do not take lines as fast as they come. */
  public int late() {
    return (int) streams.stream().filter(Stream::isLate).count();
  }

  /** Whether the thread that follows the journal is there. */
  public boolean isAlive() {
    return tail.isAlive();
  }

  /**
   * Tells operators that a connector is not as it was; they look themselves. However often it is
   * called, they are told a few times a second.
   */
  public void connectorsChanged() {
    if (streams.isEmpty() || !changing.compareAndSet(false, true)) {
      return;
    }
    try {
      clock.schedule(
          () -> {
            changing.set(false);
            tail.connectorsChanged();
          },
          COLLECTED_MILLIS,
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the server is stopping");
    }
  }

  private void write(Collection<Stream> told) {
    List<Stream> all = new ArrayList<>(told);
    try {
      for (int i = 0; i < all.size(); i += AT_ONCE) {
        List<Stream> some = all.subList(i, Math.min(all.size(), i + AT_ONCE));
        writers.execute(() -> some.forEach(Stream::flush));
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("the server is stopping");
    }
  }

  /** Keeps connections from being taken for dead, and ends those that are. */
  private void beat() {
    try {
      long now = System.nanoTime();
      List<Stream> silent = new ArrayList<>();
      for (Stream stream : streams) {
        if (stream.isHeldUp(now, LONGEST_WRITE)) {
          stream.cut("the stream is not read");
        } else if (stream.isSilent(now, HEARTBEAT)) {
          stream.add(Frame.HEARTBEAT);
          silent.add(stream);
        }
      }
      write(silent);
    } catch (Throwable e) {
      LOG.error("streams could not be looked after; the next second follows", e);
    }
  }

  @Override
  public void close() {
    growing.close();
    tail.close();
    clock.shutdownNow();
    writers.shutdown();
    streams.forEach(Stream::close);
  }
}
