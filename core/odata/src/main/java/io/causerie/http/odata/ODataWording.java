package io.causerie.http.odata;

import io.causerie.model.phrase.Wording;

/** What may be wrong with a service, or with what is asked of it, and what to do. */
enum ODataWording implements Wording {
  AUTHORIZE(
      "The user is known but may not read this: give it the authorization for the service (S/4HANA: the communication scenario)."),
  CHECK_ENTITY_SET("Check `url` and `entitySet`: the service or the set is not there."),
  CHECK_VERSION("The service does not answer in JSON of this version: check `version`."),
  CHECK_QUERY(
      "The service refuses the query: check `filter`, `select`, `expand`, `changedOn` and `key` against its $metadata."),
  CHECK_NETWORK(
      "It is tried again by itself; if it stays, check the network, `timeout` and `pageSize`."),
  LOWER_PAGE("It is tried again by itself; if it stays, lower `pageSize`."),
  CHECK_SIGN_IN(
      "Check `url` and `auth`: something in front of the service wants people to sign in."),
  NEEDS_JSON("Check `url` and `version`; the service must be able to answer in JSON."),
  ASK_LESS("Lower `pageSize`, name fewer properties in `select` and `expand`, or raise `maxPage`."),
  SAME_KEYS("{place} answers the same keys again"),
  COMPARABLE_KEY(
      "The service does not compare `key`: name one there that it can sort and compare."),
  CENSUS_LOST("a census cannot go on"),
  START_ANEW("Start it anew."),
  NAMES("Write the names as the service's $metadata does, and check again."),
  NO_METADATA("the $metadata of {host} is not XML, or only half of it"),
  CHECK_ROOT("Check `url`: it must be the root of an OData service."),
  NO_ENTITY_SET("`{set}` is not an entity set of {service}"),
  NO_ENTITY_SET_BUT("`{set}` is not an entity set of {service}; did you mean `{near}`?"),
  WRITE_ENTITY_SET("Write `entitySet` as the service's $metadata does."),
  NO_KEY("`{set}` has no key in $metadata"),
  NAME_KEY("Name its key in `key`."),
  NO_LIST("{host} answered with JSON that is no list of entities"),
  NO_ENTITY("{host} answered with JSON that is no entity"),
  TWO_FORMS("Check `version`: V2 and V4 answer in different forms."),
  NOT_TAKEN("an entity of {place} cannot be taken: {why}"),
  SHORTER_KEY("Name a shorter `key`, or leave the record out with `filter`."),
  KEY_EMPTY("an entity has no value in `{property}`, which is part of its key"),
  STEADY_KEY("Name properties in `key` that are always filled and never change."),
  NO_DELTA("{place} offers no delta link"),
  NO_CHANGES("The service does not track changes: set `delta: false` and give `changedOn`."),
  OTHER_CURSOR("the cursor was made by another configuration of this connector"),
  RESET("Reset the cursor: `delta` was turned on or off since it was written."),
  OTHER_HOST("{host} answered with a link to another host"),
  OWN_ADDRESS(
      "Give in `url` the address that the service itself uses in its links, or have the proxy before it rewrite them."),
  LONG_LINK("a link of the service has {length} characters"),
  SHORTER_LINK("Name fewer properties in `select` and `expand`, or set `delta: false`."),
  NO_ADDRESS("a changed entity has neither its key nor an address that tells it"),
  SELECT_KEY("Name the key in `key` as $metadata does, and have `select` hold it."),
  LESS_PRECISE(
      "{place} tells `{property}` less precisely than it compares it, or does not sort by it"),
  OTHER_CHANGED_ON("Name another property in `changedOn`."),
  WRITE_CHANGED_ON(
      "Name in `changedOn` what its $metadata has; a day and its time of day may stand apart. Nothing is read until then."),
  NO_CHANGE_TRACKING("`{set}` tracks no changes, so `delta` cannot be"),
  NO_TIME("`{property}` is no time, so it cannot be `changedOn`"),
  NOT_FILTERED("`{set}` cannot be filtered by `{property}`"),
  NOT_SORTED("`{set}` cannot be sorted by `{property}`"),
  NO_PROPERTY("`{property}` is not a property of `{set}`"),
  NO_PROPERTY_BUT("`{property}` is not a property of `{set}`; did you mean `{near}`?"),
  NO_NAVIGATION("`{property}` is not a navigation property of `{set}`"),
  NO_NAVIGATION_BUT("`{property}` is not a navigation property of `{set}`; did you mean `{near}`?"),
  ALSO("{first}; {second}");

  private final String english;

  ODataWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "odata";
  }

  @Override
  public String english() {
    return english;
  }
}
