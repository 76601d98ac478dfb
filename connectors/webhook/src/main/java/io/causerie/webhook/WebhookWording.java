package io.causerie.webhook;

import io.causerie.model.phrase.Wording;

/** Why what came is no event, or less than one. */
enum WebhookWording implements Wording {
  NO_EVENT("not an event"),
  EMPTY("the body is empty"),
  NO_JSON("the body is not JSON: {why}"),
  NO_XML("the body is no XML that is taken: {why}"),
  DOCTYPE("it has a document type, which is never read"),
  TOO_DEEP("it is nested too deeply"),
  NO_UTF8("the body is not written in {charset}"),
  NO_CHARSET("there is no charset {charset}"),
  TOO_MANY("`split` gives more than {most} events; send fewer at once"),
  FAILED("`{key}` could not be worked out: {why}"),
  NO_LIST("`split` gives no list"),
  NO_TEXT("`{key}` gives no text"),
  TOO_LONG("`{key}` gives more than {most} characters"),
  NO_TIME("`time` gives no time: {form}");

  private final String english;

  WebhookWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "webhook";
  }

  @Override
  public String english() {
    return english;
  }
}
