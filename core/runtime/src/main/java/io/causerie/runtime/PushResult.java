package io.causerie.runtime;

import io.causerie.engine.ingest.EventOutcome;
import java.util.Collection;

/**
 * How many events of a request had which fate; all of it durable.
 *
 * @param duplicate accepted before, whatever became of them then
 */
public record PushResult(int posted, int duplicate, int ignored, int pending, int failed) {
  static PushResult of(Collection<EventOutcome> outcomes) {
    int[] count = new int[5];
    for (EventOutcome outcome : outcomes) {
      if (outcome.duplicate()) {
        count[1]++;
      } else {
        switch (outcome.fate()) {
          case POSTED -> count[0]++;
          case IGNORED -> count[2]++;
          case PENDING -> count[3]++;
          case FAILED -> count[4]++;
        }
      }
    }
    return new PushResult(count[0], count[1], count[2], count[3], count[4]);
  }
}
