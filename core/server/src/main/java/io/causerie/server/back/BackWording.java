package io.causerie.server.back;

import io.causerie.model.phrase.Wording;

/** Why something does not come into a system, where the channel says so. */
enum BackWording implements Wording {
  NO_SYSTEM("the system is not configured on the node that was to bring it there"),
  ACCOUNT("your account there is not accepted any more: connect it again, then try again"),
  GONE("what it belongs to is not there any more");

  private final String english;

  BackWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "back";
  }

  @Override
  public String english() {
    return english;
  }
}
