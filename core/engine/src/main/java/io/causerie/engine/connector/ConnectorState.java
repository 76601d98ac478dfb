package io.causerie.engine.connector;

import io.causerie.model.SourceLimit;
import io.causerie.model.phrase.Phrase;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connector and its duties as their rows say.
 *
 * @param name its configured name
 * @param epoch counts the nodes that ran it, one after the other
 * @param node who runs it now, absent where nobody does
 * @param paused since when, by whom and why it rests
 * @param warning what its configuration and its source do not agree on, as far as it was looked at
 * @param duties what it has to do
 * @param census what the last reconciliation found
 * @param broken what its source said last that it had not delivered
 * @param limits what its source said last of how much may be used
 * @param requests how many of operators' questions to its source have no answer yet
 */
public record ConnectorState(
    String name,
    long epoch,
    @Nullable String node,
    @Nullable Pause paused,
    @Nullable Phrase warning,
    Map<DutyKind, Duty> duties,
    @Nullable CensusReport census,
    @Nullable Break broken,
    List<SourceLimit> limits,
    int requests) {

  /** One of its duties. */
  public Duty duty(DutyKind kind) {
    Duty found = duties.get(kind);
    return found == null ? Duty.none(kind) : found;
  }

  /** How it is polled. */
  public Duty poll() {
    return duty(DutyKind.POLL);
  }

  /** What brings what is new: the poll, or what is delivered on a line that is kept open. */
  public Duty live() {
    return duty(duties.containsKey(DutyKind.SUBSCRIBE) ? DutyKind.SUBSCRIBE : DutyKind.POLL);
  }

  /** The same, but for one of its duties. */
  public ConnectorState with(Duty duty) {
    Map<DutyKind, Duty> others = new EnumMap<>(DutyKind.class);
    others.putAll(duties);
    others.put(duty.kind(), duty);
    return new ConnectorState(
        name, epoch, node, paused, warning, others, census, broken, limits, requests);
  }

  ConnectorState with(CensusReport report) {
    return new ConnectorState(
        name, epoch, node, paused, warning, duties, report, broken, limits, requests);
  }

  /** The backfill, where there was one. */
  public @Nullable History history() {
    Duty duty = duty(DutyKind.BACKFILL);
    Duty.Progress p = duty.progress();
    return p.began() == null || p.cursor() == null || p.until() == null
        ? null
        : new History(p.cursor(), p.until(), p.rows(), p.total(), p.began(), p.ended());
  }

  /**
   * How far it is behind its source: nothing while its last run found no more, else the time since
   * up to when it has read; absent before its first success.
   */
  public Optional<Duration> lag(Instant now) {
    Duty poll = live();
    Instant readUpTo = poll.progress().readUpTo();
    Instant known = readUpTo != null ? readUpTo : poll.runs().success();
    if (known == null) {
      return Optional.empty();
    }
    Long behind = poll.progress().behind();
    boolean rests = paused != null || poll.paused() != null;
    boolean open = poll.kind() == DutyKind.POLL || since() != null;
    boolean upToDate =
        poll.runs().failures() == 0 && !rests && open && behind != null && behind == 0;
    Duration since = Duration.between(known, now);
    return Optional.of(upToDate || since.isNegative() ? Duration.ZERO : since);
  }

  /** Since when its line stands on which the source delivers; absent: it does not, or has none. */
  public @Nullable Instant since() {
    Duty line = duty(DutyKind.SUBSCRIBE);
    boolean rests = node == null || paused != null || line.paused() != null;
    Duty.Runs runs = line.runs();
    return !rests && runs.failures() == 0 && runs.next() == null ? runs.last() : null;
  }

  /**
   * What a source said that it had not delivered.
   *
   * @param at when it said so
   * @param since up to when nothing is missing, by the source's clock; absent: unknown
   * @param why what it said
   * @param mended when the connector had been compared with its source since; absent: not yet
   */
  public record Break(Instant at, @Nullable Instant since, Phrase why, @Nullable Instant mended) {}

  /** A rest that an operator ordered. */
  public record Pause(Instant since, String by, @Nullable String reason) {}

  /**
   * What went wrong.
   *
   * @param fault one word: temporary, credentials, configuration, bad_answer, fault
   * @param remedy what to do
   */
  public record Failure(Instant at, String fault, Phrase message, Phrase remedy) {}

  /**
   * A backfill.
   *
   * @param cursor how far it is
   * @param until where it ends
   * @param rows how many it has read
   * @param total how many there were about at its start; absent where the source does not say
   * @param ended absent while it runs
   */
  public record History(
      String cursor,
      String until,
      long rows,
      @Nullable Long total,
      Instant started,
      @Nullable Instant ended) {
    public boolean running() {
      return ended == null;
    }
  }

  /**
   * What a reconciliation found.
   *
   * @param sourceRows how many rows the source has
   * @param known how many of them, in that version, were known
   * @param missing how many were not known at all
   * @param changed how many were known in another version
   * @param gone how many are known that the source no longer has
   * @param left how many are known that it no longer shows, but does not call deleted
   * @param repaired how many of the missing, changed and gone are right now
   * @param ended absent while it runs, and where it did not come to its end
   * @param done when one last came to its end; absent: never
   * @param failure why it did not come to its end
   * @param stopped since when it waits for an operator's word, since it found more gone than can be
   *     believed; no more was deleted than may be without one
   */
  public record CensusReport(
      Instant started,
      @Nullable Instant ended,
      long sourceRows,
      long known,
      long missing,
      long changed,
      long gone,
      long left,
      long repaired,
      @Nullable Instant done,
      @Nullable Failure failure,
      @Nullable Instant stopped) {

    /** How many rows were not as the source has them. */
    public long wrong() {
      return missing + changed + gone;
    }

    /** Whether it is under way, or was when its node was lost. */
    public boolean running() {
      return ended == null && failure == null;
    }
  }
}
