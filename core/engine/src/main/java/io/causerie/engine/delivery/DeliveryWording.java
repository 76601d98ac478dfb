package io.causerie.engine.delivery;

import io.causerie.model.phrase.Wording;

/** Why a delivery did not come to its end, where the engine says so. */
enum DeliveryWording implements Wording {
  FAULT("the channel failed with {fault}; the log of the server says where"),
  JOB_FAULT("the job failed with {fault}; the log of the server says where"),
  NODE_LOST("the node that had it in hand ended, or was away for too long"),
  TOO_SLOW("it took longer than {seconds} seconds"),
  STOPPED("the node was stopped while it was under way"),
  UNKNOWN("it was sent, and the target did not say whether it arrived");

  private final String english;

  DeliveryWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "delivery";
  }

  @Override
  public String english() {
    return english;
  }
}
