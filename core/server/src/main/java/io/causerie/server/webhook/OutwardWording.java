package io.causerie.server.webhook;

import io.causerie.model.phrase.Wording;

/** Why something was not taken by an endpoint, where the channel says so. */
enum OutwardWording implements Wording {
  NOT_LISTED("`webhooks.hosts` does not list the host of its address"),
  NO_KEY("the key of `accounts.keys` under which its secret was enciphered is not configured"),
  ANSWERED("{host} answered {status}"),
  REDIRECTED("{host} answered {status}, a redirect, which is not followed"),
  GONE("{host} answered 410: the endpoint is gone, and nothing is posted there any more"),
  RESTS("{host} did not take anything a moment ago, and is left alone for a while"),
  UNDECIDED("the source that decides who reads it did not answer");

  private final String english;

  OutwardWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "outward";
  }

  @Override
  public String english() {
    return english;
  }
}
