package io.causerie.server.connect;

import io.causerie.model.phrase.Wording;

/** What a check of a source finds that the mapping alone cannot know. */
enum CheckWording implements Wording {
  UNKNOWN_GROUP(
      "the audience names the group {group}, which people.yaml does not have: nobody is in it"),
  KEYS_GONE(
      "{gone} of {asked} rows that were just read are gone by what the reconciliation asks; it would find their records deleted"),
  KEYS_REMEDY(
      "Let it ask for the key of the rows itself: with sql, `liveKeys` selects the columns of `key` in their order.");

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
