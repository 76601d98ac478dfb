package io.causerie.server;

import java.util.HashMap;
import java.util.Map;

/** A number of places, of which nobody has more than a part. Safe for many threads. */
final class Places {
  private final int all;
  private final int each;
  private final Map<String, Integer> taken = new HashMap<>();
  private int sum;

  /**
   * @param all how many there are
   * @param each how many one holder may have at once
   */
  Places(int all, int each) {
    this.all = all;
    this.each = each;
  }

  /**
   * Takes a place, to be given back by {@link #leave}; false when there is none for this holder.
   */
  synchronized boolean claim(String holder) {
    int mine = taken.getOrDefault(holder, 0);
    if (sum >= all || mine >= each) {
      return false;
    }
    taken.put(holder, mine + 1);
    sum++;
    return true;
  }

  /** Gives a place back that was taken. */
  synchronized void leave(String holder) {
    // Nobody is remembered who has none: addresses are without number.
    taken.computeIfPresent(holder, (h, mine) -> mine == 1 ? null : mine - 1);
    sum--;
  }

  synchronized int claimed() {
    return sum;
  }

  synchronized int holders() {
    return taken.size();
  }
}
