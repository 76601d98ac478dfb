package io.causerie.server.connect;

import io.causerie.model.phrase.Wording;

/** What a check of a source finds that the mapping alone cannot know. */
enum CheckWording implements Wording {
  UNKNOWN_GROUP(
      "the audience names the group {group}, which people.yaml does not have: nobody is in it");

  private final String english;

  CheckWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "check";
  }

  @Override
  public String english() {
    return english;
  }
}
