package io.causerie.model.jq;

import io.causerie.model.phrase.Wording;

/** Why an expression cannot be worked out. */
enum JqWording implements Wording {
  TAKES_NUMBER("{function} takes a number, not {kind}"),
  TAKES_STRING("{function} takes a string, not {kind}"),
  TAKES_ARRAY("{function} takes an array, not {kind}"),
  TAKES_OBJECT("{function} takes an object, not {kind}"),
  TAKES_OBJECTS("{function} takes objects, not {kind}"),
  TAKES_JSON("fromjson takes JSON, and this is none"),
  TAKES_BASE64("@base64d takes Base64, and this is none"),
  TAKES_DIGITS("tonumber takes a number's digits, and this is another string"),
  TAKES_SECONDS("todate takes seconds since 1970, of the years 0 to 9999"),
  TAKES_DEPTH("flatten takes no negative depth"),
  NOT_WITHIN("{function} takes no {kind} within its array"),
  NO_ELEMENTS("there are no elements in {kind}"),
  NO_PART("there is no part of {kind}"),
  NO_LENGTH("a boolean has no length"),
  NOT_ADDED("{kind} and {other} cannot be added"),
  NOT_SUBTRACTED("{kind} cannot be taken from {other}"),
  NOT_CONTAINED("{kind} cannot contain {other}"),
  NOTHING_UNDER("{kind} has nothing under a {key}"),
  HAS_UNSAID("it cannot be said whether {kind} has a {key}"),
  BY_ZERO("nothing is divided by zero"),
  ENDLESS("the quotient has no end; round it with divide(a; b; digits)"),
  ROUNDS_TO("divide rounds to 0 to {digits} digits"),
  ERROR("it ended with `error`"),
  STEPS("it takes more than {steps} steps; make it simpler"),
  BUILDS("it builds more than {built} bytes; make it simpler");

  private final String english;

  JqWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "jq";
  }

  @Override
  public String english() {
    return english;
  }
}
