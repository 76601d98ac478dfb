package io.causerie.server.live;

import io.causerie.engine.access.Viewer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Those who follow a topic, by who they are. Used by one thread. */
final class Followers {
  private final Map<Viewer, Set<Stream>> streams = new HashMap<>();

  Map<Viewer, Set<Stream>> streams() {
    return streams;
  }

  void add(Stream stream) {
    streams.computeIfAbsent(stream.viewer(), v -> new HashSet<>()).add(stream);
  }

  void remove(Stream stream) {
    Set<Stream> own = streams.get(stream.viewer());
    if (own != null && own.remove(stream) && own.isEmpty()) {
      streams.remove(stream.viewer());
    }
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }
}
