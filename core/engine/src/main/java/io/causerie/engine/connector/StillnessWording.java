package io.causerie.engine.connector;

import io.causerie.model.phrase.Wording;

/** Why a connector that looks well is not. */
enum StillnessWording implements Wording {
  NEVER_CAME(
      "nothing has come since it was set up: look whether the source sends to this address, or whether the query shows its user anything"),
  NEVER_POSTED(
      "events come, and none was ever posted: look why they are ignored, or why they failed"),
  SILENT_HOURS(
      "nothing has come for {hours} hours of the week in which something always came in the last weeks: look whether the source still sends"),
  SILENT_DAYS(
      "nothing has come for {days} days of the week on which something always came in the last weeks: look whether the source still sends"),
  SILENT_FOR("nothing has come for longer than the {time} that are configured"),
  STANDS(
      "it is read without a failure and does not get on, though the source counts {rows} newer rows: look at the cursor, and whether their times of change lie ahead");

  private final String english;

  StillnessWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "still";
  }

  @Override
  public String english() {
    return english;
  }
}
