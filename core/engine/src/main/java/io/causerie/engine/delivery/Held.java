package io.causerie.engine.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery that this node has claimed. */
final class Held {
  final DeliveryStore.Claimed row;
  final Instant claimed;
  private @Nullable Thread thread;
  private @Nullable Instant began;
  private boolean ended;
  private boolean writtenOff;

  Held(DeliveryStore.Claimed row, Instant claimed) {
    this.row = row;
    this.claimed = claimed;
  }

  Delivery delivery() {
    return row.delivery();
  }

  synchronized void begin(Instant now) {
    thread = Thread.currentThread();
    began = now;
  }

  /**
   * Its thread goes on to something else, which no interruption of this one may reach.
   *
   * @return whether somebody still waits for what came of it
   */
  synchronized boolean end() {
    ended = true;
    thread = null;
    Thread.interrupted();
    return !writtenOff;
  }

  /**
   * Gives up waiting for it if it has been under way for longer than that, and interrupts its
   * thread.
   */
  synchronized boolean isWrittenOff(Instant now, Duration patience) {
    if (!ended && began != null && thread != null && now.isAfter(began.plus(patience))) {
      writtenOff = true;
      thread.interrupt();
    }
    return writtenOff;
  }
}
