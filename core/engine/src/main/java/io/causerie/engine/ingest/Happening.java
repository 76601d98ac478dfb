package io.causerie.engine.ingest;

import io.causerie.engine.activity.FieldChange;
import io.causerie.model.CandidatePost;
import io.causerie.model.Observation;
import io.causerie.model.Observed;
import io.causerie.model.Tracking;
import io.causerie.model.Value;
import io.causerie.model.When;
import io.causerie.model.phrase.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decides what an observation means, given what was known before. Pure. */
final class Happening {
  private Happening() {}

  /**
   * The observed fields whose values differ from the known ones by what somebody did.
   *
   * @param definitions what the known values were made of; empty where that is not known
   */
  static List<FieldChange> changes(
      Map<String, Observed> known, Map<String, String> definitions, Observation seen) {
    List<FieldChange> changes = new ArrayList<>();
    for (Observed field : seen.fields()) {
      if (isNobodys(field.field(), definitions, seen)) {
        continue;
      }
      Observed before = known.get(field.field());
      Value from = before == null ? null : before.value();
      boolean nothingYet = from == null && field.value() instanceof Value.Empty;
      if (!nothingYet && !field.value().equals(from)) {
        changes.add(
            new FieldChange(
                field.field(), field.label(), from, field.value(), field.restricted(), null));
      }
    }
    return changes;
  }

  /**
   * Whether another value of a field comes of a look-up, of a mapping that defines it anew, or of a
   * source that is read otherwise than before.
   */
  static boolean isNobodys(String field, Map<String, String> definitions, Observation seen) {
    String definition = seen.tracking().definitions().get(field);
    boolean anew =
        definition != null && !definitions.isEmpty() && !definition.equals(definitions.get(field));
    String reading = definitions.get(Tracking.READING);
    boolean readAnew =
        reading != null && !reading.equals(seen.tracking().definitions().get(Tracking.READING));
    return anew || readAnew || seen.tracking().lookups().contains(field);
  }

  /**
   * What happened to a record, in order of preference.
   *
   * @param moved whether its events now tell of another record, or it has another key
   * @param gone whether it was deleted just now
   * @param born whether it was not known
   * @param back whether it had been deleted
   */
  static List<When> what(
      boolean moved, boolean gone, boolean born, boolean back, List<FieldChange> changes) {
    List<When> what = new ArrayList<>();
    if (moved) {
      what.add(When.MOVED);
    } else if (gone) {
      what.add(When.DELETED);
    } else if (born) {
      what.add(When.CREATED);
    } else if (back) {
      what.add(When.RESTORED);
    }
    if (!changes.isEmpty() && !gone) {
      what.add(When.CHANGED);
    }
    return what;
  }

  /** Why there is no post. */
  static Phrase nothing(List<When> what, boolean gone) {
    if (what.isEmpty()) {
      return (gone ? FateWording.DELETED_BEFORE : FateWording.UNCHANGED).with();
    }
    return FateWording.NO_POST.with(FateWording.of(what.get(0)));
  }

  /** Why there is no post of a late event. */
  static Phrase late(List<When> what) {
    return what.isEmpty()
        ? FateWording.LATE_UNCHANGED.with()
        : FateWording.LATE.with(nothing(what, false));
  }

  /**
   * The posts to make: the first candidate for what happened, and those for every event.
   *
   * @param what in order of preference; the first that has a candidate wins
   */
  static List<CandidatePost> posts(Observation seen, List<When> what) {
    List<CandidatePost> posts = new ArrayList<>();
    for (When when : what) {
      if (posts.isEmpty()) {
        seen.posts().stream().filter(p -> p.when() == when).findFirst().ifPresent(posts::add);
      }
    }
    seen.posts().stream().filter(p -> p.when() == When.OCCURRED).forEach(posts::add);
    return posts;
  }
}
