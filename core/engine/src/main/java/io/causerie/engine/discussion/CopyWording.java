package io.causerie.engine.discussion;

import io.causerie.model.phrase.Wording;

/** Why something is not brought into a system, where the engine says so. */
enum CopyWording implements Wording {
  FEWER_READERS("fewer people read it here than read the record, so it is not written there"),
  NOT_CONFIGURED("this lane is not written to that system any more"),
  NO_RECORD("the record is part of another system now, or is gone");

  private final String english;

  CopyWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "copy";
  }

  @Override
  public String english() {
    return english;
  }
}
