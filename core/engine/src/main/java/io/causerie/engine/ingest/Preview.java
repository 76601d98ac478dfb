package io.causerie.engine.ingest;

import io.causerie.engine.activity.FieldChange;
import io.causerie.model.CandidatePost;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.When;
import io.causerie.model.phrase.Phrase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What would be posted, by the rules that ingest goes by, if nothing but one earlier observation
 * were known.
 *
 * @param changes fields with another value than before
 * @param posts what would be posted
 * @param nothing why there would be no post; absent if there is one, and where an event tells of a
 *     comment alone
 */
public record Preview(
    List<FieldChange> changes, List<CandidatePost> posts, @Nullable Phrase nothing) {

  /**
   * Looks at an observation.
   *
   * @param before what was observed earlier; absent for a record that is not known
   */
  public static Preview of(Observation seen, @Nullable Observation before) {
    if (seen.isNoteAlone()) {
      return new Preview(List.of(), List.of(), null);
    }
    Map<String, Observed> known = new HashMap<>();
    if (before != null) {
      before.fields().forEach(field -> known.put(field.field(), field));
    }
    List<FieldChange> changes = Happening.changes(known, Map.of(), seen);
    boolean moved = seen.mergedInto() != null || seen.renumberedTo() != null;
    boolean wasGone = before != null && before.deleted();
    boolean gone = seen.deleted() && !wasGone && !moved;
    boolean back = wasGone && !seen.deleted();
    List<When> what = Happening.what(moved, gone, before == null, back, changes);
    List<CandidatePost> posts = Happening.posts(seen, what);
    return new Preview(changes, posts, posts.isEmpty() ? Happening.nothing(what, gone) : null);
  }
}
