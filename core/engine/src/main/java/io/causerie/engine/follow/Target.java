package io.causerie.engine.follow;

import io.causerie.model.ActivityId;
import io.causerie.model.RecordId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody follows or mutes.
 *
 * @param id of a record or a post; absent for others
 * @param person whose doing it is; absent for others
 * @param system of a type, or the whole; absent for others
 * @param type of records; absent for others
 */
public record Target(
    TargetKind kind,
    @Nullable Long id,
    @Nullable String person,
    @Nullable String system,
    @Nullable String type) {

  public static Target of(RecordId record) {
    return new Target(TargetKind.RECORD, record.value(), null, null, null);
  }

  /** One post with its comments. */
  public static Target of(ActivityId post) {
    return new Target(TargetKind.POST, post.value(), null, null, null);
  }

  /** What one person does. */
  public static Target person(String person) {
    return new Target(TargetKind.PERSON, null, person, null, null);
  }

  /** All records of a type in a system. */
  public static Target type(String system, String type) {
    return new Target(TargetKind.TYPE, null, null, system, type);
  }

  public static Target system(String system) {
    return new Target(TargetKind.SYSTEM, null, null, system, null);
  }
}
