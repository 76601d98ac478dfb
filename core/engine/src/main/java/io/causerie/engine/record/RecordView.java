package io.causerie.engine.record;

import io.causerie.engine.access.ReadersView;
import io.causerie.model.Lane;
import io.causerie.model.Localized;
import io.causerie.model.RecordId;
import io.causerie.model.RecordRef;
import io.causerie.model.Value;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as one reader sees it.
 *
 * @param id Causerie's own id
 * @param ref its key in the source; after a merge, that of the record that took over
 * @param systemTitle how people call its system
 * @param typeLabel how people call its type
 * @param title its title; before its first event: its key
 * @param url its page in the source
 * @param known whether an event has told of it yet
 * @param deleted when the source said it was gone
 * @param state tracked fields the reader may see, in the order of the mapping
 * @param related records it belongs to, of those the reader may see
 * @param lanes the lanes the reader may write in, with how many can read each
 * @param guest whether the reader comes from outside
 * @param follow whether the reader follows it
 * @param unread what she has not seen
 * @param position what this view is up to date with; give it back as {@code upTo}
 */
public record RecordView(
    RecordId id,
    RecordRef ref,
    Localized systemTitle,
    @Nullable Localized typeLabel,
    Localized title,
    @Nullable String url,
    boolean known,
    @Nullable Instant deleted,
    List<Field> state,
    List<Relation> related,
    List<LaneView> lanes,
    boolean guest,
    FollowState follow,
    Unread unread,
    long position) {

  /** What of it is the same for all who may see the same. */
  public RecordHead head() {
    return new RecordHead(id, ref, systemTitle, typeLabel, title, url, known, deleted, state);
  }

  /** A tracked field and what it holds now. */
  public record Field(String name, Localized label, Value value) {}

  /**
   * A related record.
   *
   * @param rel what it is to this one
   * @param ref its key
   * @param title its title
   * @param record its id, when Causerie knows it and the reader may see it
   */
  public record Relation(String rel, RecordRef ref, String title, @Nullable RecordId record) {}

  /**
   * A lane the reader may write in.
   *
   * @param lane the lane
   * @param readers how many persons read it
   * @param outside those of them who come from outside; none for a reader who does so herself
   * @param begun whether anything was ever written there to those who read it now
   * @param gate stands for those who read it, see {@link ReadersView}
   * @param alsoIn whether what is written there may stand in the record's system as well
   */
  public record LaneView(
      Lane lane,
      int readers,
      List<ReadersView.Reader> outside,
      boolean begun,
      String gate,
      boolean alsoIn) {}

  /**
   * How the reader follows a record: not, by her own will, automatically, ended for good, or not at
   * the moment, since she muted it.
   */
  public enum FollowState {
    NONE,
    FOLLOWING,
    AUTOMATIC,
    ENDED,
    MUTED
  }

  /**
   * What a reader has not seen.
   *
   * @param count at most 100
   * @param exact false when there may be more, or when a right could not be checked
   */
  public record Unread(int count, boolean exact) {}
}
