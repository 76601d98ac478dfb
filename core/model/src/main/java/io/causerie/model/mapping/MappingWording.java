package io.causerie.model.mapping;

import io.causerie.model.phrase.Wording;

/** Why a mapping takes an event otherwise than it came, leaves it or cannot read it. */
enum MappingWording implements Wording {
  NO_MAPPING("no mapping for the event type {type}"),
  NO_HINT("no hint is expected of the event type {type}"),
  IF_DOES_NOT_HOLD("the mapping's `if` does not hold: {condition}"),

  NO_DATA("no data"),
  NO_DATA_CAME("the event has no data; let the sender include the record"),
  EMPTY_DATA_CAME("the data is empty; let the sender include the record"),
  NOT_UTF8("not UTF-8"),
  NOT_UTF8_CAME("the data is not UTF-8; let the sender encode JSON in UTF-8"),
  NOT_JSON("not JSON"),
  NOT_JSON_CAME("the data is not JSON"),
  NOT_JSON_AT("the data is not JSON: see line {line}, column {column}"),
  DATA_OUT_OF_BOUNDS("data out of bounds"),
  DATA_OUT_OF_BOUNDS_OF("the data is out of bounds: {bound}"),
  OUT_OF_BOUNDS("out of bounds"),

  MISSING("{path} missing"),
  MISSING_OF(
      "{path} is missing; add it to what the source sends, or change {what} in {file} line {line}"),
  MISSING_KEY(
      "{path} must be the key of a record, of {most} characters at most; add it to what the source sends"),
  TOO_LONG("{what} too long"),
  DOES_NOT_FIT("{path} does not fit"),
  DOES_NOT_FIT_AT("{path} does not fit: '{step}' is looked for in a {kind}"),
  FAILED("{expression} failed"),
  FAILED_FOR("the expression {expression} (line {line}) failed: {why}"),
  NESTED_TOO_DEEP("nested too deep"),

  IS_NOT("{what} is not {expected}"),
  IS_NOT_BUT("{what} ({path}) is not {expected} but {form}"),
  A_DATE("a date such as 2026-02-01"),
  A_NUMBER("a number"),
  A_NUMBER_OF_DIGITS("a number of at most {digits} digits"),
  TRUE_OR_FALSE("true or false"),
  OF_KIND("of the kind {kind}"),
  NOT_A_TIME("{what} is not a time"),
  NOT_A_TIME_BUT(
      "{what} ({path}) is not a time of the years 1 to 9999 but {form}; expected {expected}"),
  NO_VERSION("{what} is not a version"),
  NO_VERSION_BUT(
      "{what} ({path}) is neither a number nor a time of the years 1 to 9999 but {form}; expected a whole number that grows with each change, or {expected}"),
  NO_CURRENCY("{what}: no currency"),
  NO_CURRENCY_CODE("{what}: the currency is not an ISO 4217 code"),
  NOT_TEXT("{what} is not text"),
  NOT_TEXT_BUT("{what} is {kind}; expected text or a number"),
  TOO_MANY_DIGITS("{what} has too many digits"),
  TOO_MANY_DIGITS_FOR("{what} is a number of more than {digits} digits"),
  UNSTORABLE("{what} has a character that cannot be stored"),
  UNSTORABLE_AT(
      "{what} has the character U+{codepoint} at position {position}, which cannot be stored; remove it in the source"),
  NO_WEB_ADDRESS("{what} is not a web address"),
  NO_WEB_ADDRESS_OF(
      "{what} ({path}) is not an absolute http or https address; use @uri for parts of it"),

  NO_AUDIENCE("{what} is not an audience"),
  NO_AUDIENCE_BUT("{what} must be {groups: [...], persons: [...]} or {everyone: true}, not {kind}"),
  HANDS_OVER("{what} hands over"),
  HANDS_OVER_TALK("{what} says `handover`; only the company's own people inherit earlier talk"),
  UNKNOWN_KEY("{what} has an unknown key"),
  UNKNOWN_KEY_OF("{what} has the key '{key}', which means nothing there; known are {keys}"),
  NO_TRUTH("{what} is neither true nor false"),
  NO_TRUTH_BUT("{what} must be true or false, not {kind}"),
  NO_LIST("{what} is not a list"),
  NO_LIST_OF_NAMES("{what} must be a list of names"),

  LEFT_OUT("{what}: {why}; it is left out"),
  AS_IT_CAME("{why}; it is shown as it came"),
  FIELD_AS_IT_CAME("{what}: {why}; it is shown as it came");

  private final String english;

  MappingWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "mapping";
  }

  @Override
  public String english() {
    return english;
  }
}
