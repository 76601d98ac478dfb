package io.causerie.salesforce;

import io.causerie.model.phrase.Wording;

/** What may be wrong with an org, or with what is asked of it, and what to do. */
enum SalesforceWording implements Wording {
  SAID("{host} answered {status} {code}: {words}"),
  AUTHORIZE(
      "The integration's user may not do this: give its permission set the right (docs/salesforce.md says which)."),
  CHECK_URL("Check `url` and `apiVersion`: what is asked for is not there."),
  CHECK_FIELDS(
      "Check `fields`: write the names as the object's API does, and let the integration's user read them."),
  CHECK_REQUEST("Salesforce refuses the request: its words say why."),
  CHECK_LOGIN(
      "Check `auth`: the connected app, its consumer key, the certificate, and that the user is pre-authorised for it."),
  OVER_LIMIT("the org has used up a limit: {code}"),
  AWAIT_LIMIT(
      "It is tried again by itself; see the org's limits under Setup, Company Information, or poll less often."),
  NO_FIELD("`{object}` has no field `{field}`, or its user may not read it"),
  NO_FIELD_BUT("`{object}` has no field `{field}`; did you mean `{near}`?"),
  OTHER_CURSOR("the cursor was made by another configuration of this connector"),
  RESET("Reset the cursor: `read` or `fields` was changed since it was written."),
  NO_SESSION("{host} gave a token without `instance_url` and `id`"),
  CHECK_TOKEN_URL(
      "Check `tokenUrl`: it must be the one of the org, which ends in /services/oauth2/token."),
  NO_TOPIC("`{topic}` cannot be subscribed to: {code}"),
  SELECT_ENTITIES(
      "Select the objects under Setup, Change Data Capture, or make the channel; the name is case-sensitive."),
  REFUSED("the Pub/Sub API refuses the session: {code}"),
  BUS_AWAY("the Pub/Sub API answered {code}"),
  CHECK_BUS(
      "It is tried again by itself; if it stays, check `pubSub`, the network and https://status.salesforce.com."),
  BUS_UNTRUSTED("the Pub/Sub API shows a certificate that is not trusted"),
  TRUST_BUS(
      "Check `pubSub`; where a proxy stands between, put its authority's certificate into `pubSubAuthority`."),
  UNASKED(
      "the Pub/Sub API sends more events of `{topic}` than were asked for; the line was broken"),
  UNREADABLE("an event of `{topic}` is not what its schema {schema} says"),
  NOT_ITS_SCHEMA("it is not what its schema says"),
  LOST(
      "Salesforce does not know the place any more up to which `{topic}` was read ({code}); it begins anew at the oldest event that is kept"),
  OVERFLOW("more of `{object}` was changed at once than Salesforce tells by events"),
  NO_ROW("a row of `{object}` has no `{field}`"),
  NOT_TAKEN("a row of `{object}` cannot be taken: {why}"),
  LESS("Declare fewer or other fields."),
  RECORD_GONE("the record is not there, or may not be read"),
  NOT_THERE("it is not there any more"),
  NO_PLACE("Chatter has no place for what customers read"),
  CUSTOMERS_READ("customers see what it answers in Salesforce, and would see it as well"),
  WRITE_REFUSED("Salesforce refuses it: {code}"),
  TOO_LONG("it has {length} characters; Chatter takes {most}"),
  ACCOUNT_REFUSED("Salesforce does not accept your account any more: connect it again"),
  NO_RECORD("`{type}` is no record of Salesforce"),
  REQUESTS_OF_THE_DAY("Requests within 24 hours"),
  REQUESTS_OF_THE_APP("Requests of the connected app within 24 hours"),
  DELIVERIES_OF_THE_DAY("Events delivered within 24 hours"),
  DELIVERIES_OF_THE_MONTH("Events delivered within a month");

  private final String english;

  SalesforceWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "salesforce";
  }

  @Override
  public String english() {
    return english;
  }
}
