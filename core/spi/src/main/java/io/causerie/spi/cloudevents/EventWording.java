package io.causerie.spi.cloudevents;

import io.causerie.model.phrase.Wording;

/** Why what came is no CloudEvent. */
public enum EventWording implements Wording {
  NO_EVENT("not a CloudEvent"),
  ELEMENT("element {index} of the batch: {why}"),
  NO_OBJECT("the event is not a JSON object"),
  NO_JSON("the body is not JSON: {why} at line {line}, column {column}"),
  NO_JSON_FOR("the body is not JSON: {why}"),
  NO_JSON_AFTER("the body is not JSON: something follows the first value"),
  NO_JSON_AFTER_ARRAY("the body is not JSON: something follows the array"),
  NO_ARRAY("the body is not a JSON array of events"),
  EMPTY("the body is empty; send the data as JSON"),
  NO_UTF8("the body is not UTF-8; send JSON in UTF-8"),
  TOO_MANY("more than {most} events in one batch; send fewer"),
  TWO_DATA("'data' and 'data_base64' exclude each other; send one of them"),
  NO_BASE64("'data_base64' is not Base64"),
  NO_SCALAR("the attribute '{attribute}' is not a text, number or boolean"),
  MISNAMED(
      "the attribute '{attribute}' is not named as CloudEvents asks: lower-case letters and digits"),
  MISSING("the attribute '{attribute}' is missing or empty; CloudEvents requires it"),
  VERSION("the attribute 'specversion' is '{version}'; send CloudEvents 1.0"),
  NO_TIME("the attribute 'time' is {form}, and not a time of RFC 3339 with its offset"),
  NO_PERCENT("the header ce-{attribute} is not percent-encoded UTF-8");

  private final String english;

  EventWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "cloudevents";
  }

  @Override
  public String english() {
    return english;
  }
}
