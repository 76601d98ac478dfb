package io.causerie.engine.connector;

import io.causerie.engine.connector.ConnectorState.Failure;
import io.causerie.engine.connector.ConnectorState.Pause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that a connector has to do, as its row says. Each duty has a cursor, a next run and a
 * back-off of its own: one that fails holds up no other.
 *
 * @param paused since when, by whom and why it rests, while others of its connector need not
 * @param asked since when an operator waits for it
 */
public record Duty(
    DutyKind kind, @Nullable Pause paused, @Nullable Instant asked, Progress progress, Runs runs) {

  /**
   * How far it is.
   *
   * @param cursor up to where it has read, in the connector's own words
   * @param until where it ends; absent: never
   * @param began when it began; of a poll: what the source says of earlier times is known, but
   *     silent
   * @param ended when it came to its end
   * @param rows how many it has read
   * @param total how many there were about when it began; absent: unknown
   * @param readUpTo up to when the source has been read, by its own clock
   * @param moved when its cursor last moved
   * @param behind how many were still to be read after its last run; absent: unknown
   */
  public record Progress(
      @Nullable String cursor,
      @Nullable String until,
      @Nullable Instant began,
      @Nullable Instant ended,
      long rows,
      @Nullable Long total,
      @Nullable Instant readUpTo,
      @Nullable Instant moved,
      @Nullable Long behind) {
    static final Progress NONE = new Progress(null, null, null, null, 0, null, null, null, null);
  }

  /**
   * How its runs went.
   *
   * @param last when it last ran
   * @param success when that last went well
   * @param next when it runs again; absent: when somebody asks, of a poll: at once
   * @param failures how often in a row it failed
   * @param failure what went wrong last; absent after a success
   */
  public record Runs(
      @Nullable Instant last,
      @Nullable Instant success,
      @Nullable Instant next,
      int failures,
      @Nullable Failure failure) {
    static final Runs NONE = new Runs(null, null, null, 0, null);
  }

  /** Of a connector that has no such duty. */
  static Duty none(DutyKind kind) {
    return new Duty(kind, null, null, Progress.NONE, Runs.NONE);
  }

  /** After a run that went well and found nothing, and that its row does not tell of yet. */
  public Duty idle(Instant ran, Instant next) {
    return new Duty(
        kind, paused, asked, progress, new Runs(ran, ran, next, runs.failures, runs.failure));
  }
}
