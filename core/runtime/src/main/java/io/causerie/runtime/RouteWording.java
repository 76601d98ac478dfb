package io.causerie.runtime;

import io.causerie.model.phrase.Wording;

/** Why an event does not come through its connector's route. */
enum RouteWording implements Wording {
  LEFT("left the route: a step of the connector's route let it go"),
  REJECTED("rejected by the route"),
  REJECTED_UNREADABLE("a step of the route rejected the event"),
  STEP_FAILS("a step of the route fails: {fault}"),
  STEP_FAILED(
      "a step of the route failed {times} times, last with {fault}; mend the route, then replay"),
  NO_HEADER("the header {header} is missing; set it in the route before causerie:"),
  NO_TIME("the header ce-time is {form}, and not a time of RFC 3339 with its offset"),
  NO_BODY("the body is empty, which cannot be made bytes; marshal it to JSON before causerie:"),
  NO_BYTES(
      "the body is a {class}, which cannot be made bytes; marshal it to JSON before causerie:");

  private final String english;

  RouteWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "route";
  }

  @Override
  public String english() {
    return english;
  }
}
