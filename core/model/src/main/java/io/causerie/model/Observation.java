package io.causerie.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping makes of one event: what was seen of one record, and the posts it could become. It
 * only observes; what happened (created, changed, late, nothing) is decided by the engine, which
 * knows the record's last values.
 *
 * @param record the record's key in its source
 * @param typeLabel how people call the record's type; absent: the type itself
 * @param version the source's version, absent where it has none
 * @param title the record's title, absent where the event does not say it
 * @param url the record's page in the source, absolute http(s), absent where unknown
 * @param related other records this one belongs to; absent where the event does not say
 * @param audience who may read, to be intersected with the ceilings of system and connector;
 *     absent: the ceilings alone
 * @param actor who acted, absent where the source does not say
 * @param published when it happened in the source, absent: when it arrived
 * @param fields the tracked fields that were present
 * @param posts candidates, in the order of the mapping
 * @param deleted whether the source says the record is gone
 * @param mergedInto the record that took this one over
 * @param renumberedTo this record's new key
 * @param tracking how the fields are tracked
 * @param note a comment that was made on it in the source; absent where the event tells of none
 */
public record Observation(
    RecordRef record,
    @Nullable Localized typeLabel,
    @Nullable Version version,
    @Nullable Localized title,
    @Nullable String url,
    @Nullable List<Related> related,
    @Nullable Audience audience,
    @Nullable SourceActor actor,
    @Nullable Instant published,
    List<Observed> fields,
    List<CandidatePost> posts,
    boolean deleted,
    @Nullable RecordRef mergedInto,
    @Nullable RecordRef renumberedTo,
    Tracking tracking,
    @Nullable SourceNote note) {

  public Observation {
    related = related == null ? null : List.copyOf(related);
    fields = List.copyOf(fields);
    posts = List.copyOf(posts);
    tracking = Tracking.orPlain(tracking);
  }

  /** That a record is gone, and nothing else. */
  public static Observation gone(RecordRef record) {
    return new Observation(
        record,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        List.of(),
        true,
        null,
        null,
        Tracking.PLAIN,
        null);
  }

  /** The same, told of another record. */
  public Observation of(RecordRef other) {
    return new Observation(
        other,
        typeLabel,
        version,
        title,
        url,
        related,
        audience,
        actor,
        published,
        fields,
        posts,
        deleted,
        mergedInto,
        renumberedTo,
        tracking,
        note);
  }

  /** The same, tracked otherwise. */
  public Observation tracked(Tracking how) {
    return new Observation(
        record,
        typeLabel,
        version,
        title,
        url,
        related,
        audience,
        actor,
        published,
        fields,
        posts,
        deleted,
        mergedInto,
        renumberedTo,
        how,
        note);
  }

  /** A comment on a record, of which nothing else is said. */
  public static Observation note(
      RecordRef record, @Nullable SourceActor actor, @Nullable Instant published, SourceNote note) {
    return new Observation(
        record,
        null,
        null,
        null,
        null,
        null,
        null,
        actor,
        published,
        List.of(),
        List.of(),
        false,
        null,
        null,
        Tracking.PLAIN,
        note);
  }

  /** Whether it says no more of its record than that somebody commented on it. */
  public boolean isNoteAlone() {
    return note != null
        && version == null
        && title == null
        && url == null
        && related == null
        && fields.isEmpty()
        && posts.isEmpty()
        && !deleted
        && mergedInto == null
        && renumberedTo == null;
  }
}
