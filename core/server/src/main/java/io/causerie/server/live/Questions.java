package io.causerie.server.live;

import io.causerie.engine.access.Viewer;
import io.causerie.engine.live.Live;
import io.causerie.model.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What sources are asked that decide themselves who sees their records: beside the thread that
 * follows the journal, which goes on with the streams once they have answered.
 */
final class Questions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  /** So many rounds wait for sources at once. */
  private static final int AT_ONCE = 4;

  private final Live live;
  private final Runnable wake;
  private final Queue<Runnable> answered = new ConcurrentLinkedQueue<>();
  private final ExecutorService askers =
      Executors.newFixedThreadPool(
          AT_ONCE,
          task -> {
            Thread thread = new Thread(task, "causerie-live-asker");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param wake called when something has been answered
   */
  Questions(Live live, Runnable wake) {
    this.live = live;
    this.wake = wake;
  }

  /** Lets the streams go on whose sources have answered; by the thread that follows the journal. */
  void answered() {
    for (Runnable goOn = answered.poll(); goOn != null; goOn = answered.poll()) {
      goOn.run();
    }
  }

  Asked begin() {
    return new Asked();
  }

  /** What is asked together. */
  final class Asked {
    private final Map<RecordId, Set<Viewer>> readers = new HashMap<>();
    private final List<Stream> streams = new ArrayList<>();

    void add(Stream stream, Set<RecordId> records) {
      streams.add(stream);
      records.forEach(
          record -> readers.computeIfAbsent(record, r -> new HashSet<>()).add(stream.viewer()));
    }

    /**
     * @param then where the streams go on
     */
    void send(Queue<Stream> then) {
      if (!streams.isEmpty()) {
        askers.execute(() -> ask(then));
      }
    }

    private void ask(Queue<Stream> then) {
      try {
        live.ask(readers);
      } catch (RuntimeException e) {
        LOG.debug("what sources decide could not be asked", e);
      }
      answered.add(
          () -> {
            streams.forEach(stream -> stream.askedFor(true));
            then.addAll(streams);
          });
      wake.run();
    }
  }

  @Override
  public void close() {
    askers.shutdown();
  }
}
