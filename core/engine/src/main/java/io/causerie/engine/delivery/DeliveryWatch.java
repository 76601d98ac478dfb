package io.causerie.engine.delivery;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** Who wants to know how deliveries of some channels stand; told as they change. */
public final class DeliveryWatch {
  private final Map<String, Watcher> byPrefix = new ConcurrentHashMap<>();

  /** Does something about what has changed. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * In the transaction that changes them; what is thrown keeps that from being committed.
     *
     * @param subjects of deliveries of the channel that stand otherwise now
     */
    void changed(Handle h, String channel, Collection<String> subjects);
  }

  /** Names who wants to know of all channels whose names begin so. */
  public void over(String prefix, Watcher watcher) {
    byPrefix.put(prefix, watcher);
  }

  /** Whether somebody wants to know of a channel. */
  boolean isOver(String channel) {
    return byPrefix.keySet().stream().anyMatch(channel::startsWith);
  }

  /** What changed, to be told together. */
  final class Changes {
    private final Map<String, Collection<String>> subjects = new TreeMap<>();

    void add(String channel, String subject) {
      if (isOver(channel)) {
        subjects.computeIfAbsent(channel, c -> new TreeSet<>()).add(subject);
      }
    }

    void tell(Handle h) {
      subjects.forEach(
          (channel, some) ->
              byPrefix.forEach(
                  (prefix, watcher) -> {
                    if (channel.startsWith(prefix)) {
                      watcher.changed(h, channel, some);
                    }
                  }));
    }
  }

  Changes changes() {
    return new Changes();
  }
}
