package io.causerie.engine.ingest;

import io.causerie.model.When;
import io.causerie.model.phrase.Wording;

/** Why an event has its fate, where the engine gave it. */
enum FateWording implements Wording {
  UNCHANGED("unchanged: no tracked field has another value"),
  DELETED_BEFORE("deleted before"),
  DELETED_UNKNOWN("deleted, and nothing was known of it before"),
  NO_POST("{happened}: the mapping has no post for it; the record is up to date"),
  LATE("late, {why}"),
  LATE_UNCHANGED("late and unchanged: a newer version is known"),
  LATE_MOVE(
      "late: a newer version is known, which is not merged, renumbered or deleted; so that was not done"),
  LATE_KNOWN("late and known: this version came before"),
  LATE_SILENT("late, and {silence}"),
  SINCE_LATE("{why}, since an older version came late"),
  SILENT("{silence}: known now, but nobody is told"),
  BEFORE_SINCE("older than the connector's since ({since})"),
  HISTORY("history, from before the connector began"),
  BULK_LOAD("part of a bulk load, as its sender or an operator says"),
  MERGED("tells of {type} {id}, which was merged into {other}; that one stays as it is"),
  RENUMBERED("tells of {type} {id}, which was renumbered to {other}; that one stays as it is"),
  OTHER_ROWS(
      "the source has other rows of {type} {id} still, row {row} among them: it is not gone"),
  ROW_WITHOUT_RECORD("the row is gone, and no record was made of it"),
  ROW_GONE_BEFORE("the row was gone before"),
  ROW_MERGED("the row is gone; its record was merged into another before"),
  WITHOUT_POSTS("posts: {why}"),
  WAITS("waits to be read back: {key}"),
  WAITS_AGAIN("waits to be read back: {key}; tried {times} times, the last time: {why}"),
  NOT_READ_BACK("could not be read back"),
  NOT_READ_BACK_SINCE(
      "the source did not give {key} in {times} attempts, though it gave others; the last time: {why}"),
  READ_BACK("read back by {connector} as event {event}"),
  NO_SUCH_RECORD("the source has no such record: {key}"),
  DISCARDED("discarded by {name}: {reason}"),
  ID_REUSED("id reused"),
  ID_REUSED_OF(
      "event {event} came before with the same source, type and id, but other data; the sender must give each event an id of its own"),
  DATABASE_REFUSED("refused by the database"),
  DATABASE_REFUSED_FOR("the database refused what this event would write: {complaint}"),
  FAULT("fault in Causerie"),
  FAULT_OF("posting failed with {fault}; report it with this event, then replay"),
  MAPPING_BROKE("fault in the mapping"),
  MAPPING_BROKE_WITH("the mapping broke with {fault}; correct it, then replay"),
  NOTE_AWAITS("waits for the comment {id} that it answers"),
  NOTE_MAY_BE_OURS(
      "waits until it is settled what was written from here to {system}: it may be that"),
  NOTE_ALONE("answers the comment {id}, which did not come; it stands by itself"),
  NOTE_LATE("late: the comment has a newer wording; this one stands in its history"),
  NOTE_UNCHANGED("the comment says so already"),
  NOTE_ECHO("the comment {id} was written here"),
  NOTE_STAYS("the comment {id} is gone from {system}; it was written here, so it stays here"),
  NOTE_UNKNOWN("the comment is gone, and nothing was known of it before"),
  NOTE_EMPTY("the comment has no words"),
  NOTE_SILENT("{silence}: the comment stands here, but nobody is told"),
  CREATED("created"),
  CHANGED("changed"),
  DELETED("deleted"),
  RESTORED("restored"),
  MOVED("moved"),
  OCCURRED("occurred");

  private final String english;

  FateWording(String english) {
    this.english = english;
  }

  static FateWording of(When when) {
    return switch (when) {
      case CREATED -> CREATED;
      case CHANGED -> CHANGED;
      case DELETED -> DELETED;
      case RESTORED -> RESTORED;
      case MOVED -> MOVED;
      case OCCURRED -> OCCURRED;
    };
  }

  @Override
  public String area() {
    return "fate";
  }

  @Override
  public String english() {
    return english;
  }
}
