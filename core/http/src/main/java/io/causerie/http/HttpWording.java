package io.causerie.http;

import io.causerie.model.phrase.Wording;

/** What may be wrong between a connector and its system, and what to do. */
enum HttpWording implements Wording {
  ANSWERED("{host} answered {status}"),
  ANSWERED_WORDS("{host} answered {status}: {words}"),
  REDIRECTED("{answered}, a redirect to {target}"),
  NOWHERE("nowhere"),
  HOST("{host}"),
  ANOTHER_PATH("another path"),
  GIVE_FINAL_ADDRESS(
      "Redirects are not followed from {address}: give the final address, and check that the credentials are sent; a redirect is often to a sign-in page."),
  CHECK_AUTH(
      "User, password, key, client or token are refused at {address}: check `auth`, and whether the user is locked."),
  AUTHORIZE(
      "The user is known but may not read {address}: give it the authorization in the system."),
  CHECK_ADDRESS("There is nothing at {address}: check `url`."),
  CHECK_FORM("{address} does not answer in the form that is asked for: check `url`."),
  CHECK_REQUEST("The system refuses what is asked at {address}: check what is configured."),
  ASK_LESS_OFTEN(
      "It is tried again by itself when {address} takes requests again; if it stays, ask less often with `schedule`, or have the system's limit raised."),
  ASK_SERVICE(
      "It is tried again by itself; if it stays, ask whoever runs the system at {address}."),
  EXPIRED("the certificate of {host} has expired"),
  RENEW("Whoever runs {address} must renew its certificate; nothing is read until then."),
  NOT_YET_VALID("the certificate of {host} is not valid yet"),
  CHECK_CLOCKS("Check the clocks of both machines, this one's and that of {address}."),
  NOT_TRUSTED("{host} shows a certificate that is not trusted"),
  TRUST(
      "Add the authority of {address} to the trust store of the Java that runs Causerie (javax.net.ssl.trustStore)."),
  NO_HOST("there is no host {host}"),
  CHECK_HOST("Check the host in {address}, and the name server."),
  INSIDE(
      "{host} is at {address}, an address of this house or of nobody that `webhooks.hosts` does not list"),
  NOT_IN_TIME("{host} did not answer in time"),
  BROKE("the connection to {host} broke: {fault}"),
  CHECK_NETWORK(
      "It is tried again by itself; if it stays, check the network to {address}, and `timeout`."),
  TOO_LARGE("{host} answered with more than {bytes} bytes"),
  ASK_LESS("Ask {address} for less at once, or raise the limit."),
  HALF("{host} answered with half a body"),
  ASK_LESS_AT_ONCE("It is tried again by itself; if it stays, ask {address} for less at once."),
  SIGN_IN("{host} answered with a sign-in page, or another page for people, instead of JSON"),
  CHECK_SIGN_IN("Check `url` and `auth`: something in front of {address} wants people to sign in."),
  NO_JSON("{host} answered with something that is not JSON"),
  NEEDS_JSON("Check `url`: {address} must be able to answer in JSON."),
  TOKEN_REFUSED("the token server {host} answered {status}"),
  TOKEN_REFUSED_FOR("the token server {host} answered {status}: {error}"),
  CHECK_CLIENT("Check client, secret or key and scope in `auth`: the token server refuses them."),
  NO_TOKEN("the token server {host} answered without an access token"),
  CHECK_TOKEN_URL("Check the `tokenUrl` in `auth`.");

  private final String english;

  HttpWording(String english) {
    this.english = english;
  }

  @Override
  public String area() {
    return "http";
  }

  @Override
  public String english() {
    return english;
  }
}
