package io.causerie.server.live;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.record.RecordView.Unread;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all devices of a reader how much she has not read of a list of her own, such as her home.
 * One statement for all who listen says whose list may be another; what she may read of it is
 * looked at beside the thread that follows the journal, and she is told where that is another: that
 * something came which she may not read is told to nobody.
 */
final class Unreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Unreads.class);

  /** A list that each reader has of her own. */
  interface Lists {
    Topic.OfReader topic();

    /** What it is called in what is told. */
    String word();

    /**
     * What becomes another value whenever the list of one of some persons may have become another.
     */
    Map<String, List<Long>> stamps(Collection<String> persons);

    /** What somebody sees of hers who looks for what is new. */
    Glance look(Viewer viewer);

    /** Calls back when lists may have changed on this node. */
    void onChanged(Runnable told);
  }

  /**
   * What tells whether a list is as it was.
   *
   * @param newest where the newest of what is unread stands
   */
  record Glance(Unread unread, long newest) {}

  /** For what other nodes wrote. */
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  /** Lists that are looked at at once. */
  private static final int AT_ONCE = 2;

  private final Lists lists;
  private final Runnable wake;
  private final Consumer<Collection<Stream>> writer;
  private final ExecutorService lookers;

  /** By the thread that follows the journal alone. */
  private final Map<Viewer, List<Long>> stamps = new HashMap<>();

  private final Map<Viewer, Glance> told = new HashMap<>();
  private final Queue<Looked> looked = new ConcurrentLinkedQueue<>();
  private long asked = System.nanoTime() - EVERY;
  private volatile boolean changed;

  /** What somebody's list is like. */
  private record Looked(Viewer viewer, @Nullable Glance glance) {}

  /**
   * @param wake called when there is something to tell
   * @param writer writes to streams what waits for them
   */
  Unreads(Lists lists, Runnable wake, Consumer<Collection<Stream>> writer) {
    this.lists = lists;
    this.wake = wake;
    this.writer = writer;
    lookers =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              Thread thread = new Thread(task, "causerie-live-" + lists.word());
              thread.setDaemon(true);
              return thread;
            });
    lists.onChanged(
        () -> {
          changed = true;
          wake.run();
        });
  }

  Topic topic() {
    return lists.topic();
  }

  /** Whoever comes is told at once, whatever she knows. */
  void come(Stream stream) {
    if (stream.topics().contains(lists.topic())) {
      stamps.remove(stream.viewer());
      told.remove(stream.viewer());
    }
  }

  /**
   * Tells what has changed; by the thread that follows the journal.
   *
   * @param followers absent: nobody listens
   */
  void tell(@Nullable Followers followers) {
    if (followers == null) {
      stamps.clear();
      told.clear();
      looked.clear();
      return;
    }
    answer(followers);
    Set<Viewer> viewers = followers.streams().keySet();
    stamps.keySet().retainAll(viewers);
    told.keySet().retainAll(viewers);
    long now = System.nanoTime();
    if (!changed && now - asked < EVERY && stamps.keySet().containsAll(viewers)) {
      return;
    }
    changed = false;
    asked = now;
    Map<String, List<Long>> current =
        lists.stamps(viewers.stream().map(Viewer::person).collect(Collectors.toSet()));
    for (Viewer viewer : viewers) {
      List<Long> stamp = current.getOrDefault(viewer.person(), List.of());
      if (!stamp.equals(stamps.put(viewer, stamp))) {
        look(viewer);
      }
    }
  }

  private void look(Viewer viewer) {
    try {
      lookers.execute(
          () -> {
            looked.add(new Looked(viewer, glance(viewer)));
            wake.run();
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("the server is stopping");
    }
  }

  private @Nullable Glance glance(Viewer viewer) {
    try {
      return lists.look(viewer);
    } catch (RuntimeException e) {
      LOG.debug("what is unread could not be looked at; it is tried again", e);
      return null;
    }
  }

  private void answer(Followers followers) {
    List<Stream> streams = new ArrayList<>();
    for (Looked one = looked.poll(); one != null; one = looked.poll()) {
      Glance glance = one.glance();
      if (glance == null) {
        stamps.remove(one.viewer());
      } else if (!glance.equals(told.put(one.viewer(), glance))) {
        Frame frame =
            Frame.of(
                "change",
                "{\"what\":\"%s\",\"unread\":{\"count\":%d,\"exact\":%b}}"
                    .formatted(lists.word(), glance.unread().count(), glance.unread().exact()));
        for (Stream stream : followers.streams().getOrDefault(one.viewer(), Set.of())) {
          stream.add(frame);
          streams.add(stream);
        }
      }
    }
    if (!streams.isEmpty()) {
      writer.accept(streams);
    }
  }

  @Override
  public void close() {
    lookers.shutdown();
  }
}
