package io.causerie.engine.activity;

import io.causerie.engine.access.Gate;
import io.causerie.engine.activity.ActivityStore.Made;
import io.causerie.engine.record.Heading;
import io.causerie.model.Lane;
import io.causerie.model.Summary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A post as it is stored.
 *
 * @param record the record it is about
 * @param heading what the record was called when it was made
 * @param gate whom it lets in
 * @param talk whether people talk here
 * @param gone absent while nobody removed it
 */
public record Row(
    long id,
    long record,
    Heading heading,
    Gate gate,
    boolean talk,
    Kind kind,
    By by,
    Told told,
    Words words,
    @Nullable Gone gone) {

  /**
   * What it is.
   *
   * @param type the nearest ActivityStreams 2.0 type
   * @param eventType the source's own word for what happened
   */
  public record Kind(Made made, String type, @Nullable String eventType) {}

  /**
   * Who did it: a person, a user of the source, or else the system itself.
   *
   * @param sourceActor the row of a user of the source
   */
  public record By(String system, @Nullable String person, @Nullable Long sourceActor) {}

  /**
   * What an event told.
   *
   * @param steps how many events it was folded from
   * @param foldStarted when its first event was published; absent where nothing can join it, and
   *     nothing can be split off any more
   */
  public record Told(
      Instant published,
      @Nullable Summary summary,
      List<FieldChange> changes,
      int steps,
      boolean late,
      @Nullable Instant foldStarted) {

    /** What a person tells, at a time. */
    public static Told byHand(Instant published) {
      return new Told(published, null, List.of(), 1, false, null);
    }
  }

  /**
   * What it says in words, if it does.
   *
   * @param version counts edits, from 1
   * @param copied whether they were to stand in systems as well
   */
  public record Words(
      @Nullable String content,
      @Nullable String html,
      int htmlVersion,
      int version,
      @Nullable Instant edited,
      boolean copied) {
    /** None. */
    public static final Words NONE = new Words(null, null, 0, 1, null, false);

    /** The same words as their source says them now. */
    public Words anew(String newContent, String newHtml, int newHtmlVersion) {
      return new Words(newContent, newHtml, newHtmlVersion, version, edited, copied);
    }

    /** Words nobody has edited yet. */
    public static Words of(@Nullable String content, @Nullable String html, int htmlVersion) {
      return new Words(content, html, htmlVersion, 1, null, false);
    }
  }

  /**
   * That it was removed.
   *
   * @param by absent: by its author
   */
  public record Gone(Instant when, @Nullable String by) {}

  /** The same post after the events folded into it are others. */
  public Row folded(
      Instant published, @Nullable Summary summary, List<FieldChange> changes, int steps) {
    return new Row(
        id,
        record,
        heading,
        gate,
        talk,
        kind,
        by,
        new Told(published, summary, changes, steps, told.late(), told.foldStarted()),
        words,
        gone);
  }

  /**
   * The same post said anew.
   *
   * @param newGate which lets in no more than the present one
   */
  public Row anew(
      Gate newGate, @Nullable Summary summary, List<FieldChange> changes, Words newWords) {
    return new Row(
        id,
        record,
        heading,
        newGate,
        talk,
        kind,
        by,
        new Told(told.published(), summary, changes, told.steps(), told.late(), told.foldStarted()),
        newWords,
        gone);
  }

  /** A post of the same doing with an id of its own, which nobody talks about yet. */
  public Row apart(long newId, Instant foldStarted) {
    return new Row(
        newId,
        record,
        heading,
        gate,
        false,
        kind,
        by,
        new Told(
            told.published(),
            told.summary(),
            told.changes(),
            told.steps(),
            told.late(),
            foldStarted),
        Words.NONE,
        null);
  }

  /** Whether somebody said it in the source, and not here. */
  public boolean isOfSource() {
    return kind.made() == Made.POST && by.person() == null;
  }

  public Lane lane() {
    return gate.lane();
  }

  public long audience() {
    return gate.audience();
  }

  public long party() {
    return gate.party();
  }

  public Made made() {
    return kind.made();
  }

  public @Nullable String person() {
    return by.person();
  }

  public Instant published() {
    return told.published();
  }

  public List<FieldChange> changes() {
    return told.changes();
  }

  public int version() {
    return words.version();
  }

  public @Nullable Instant removed() {
    return gone == null ? null : gone.when();
  }

  public @Nullable String removedBy() {
    return gone == null ? null : gone.by();
  }
}
