package io.causerie.salesforce;

import io.causerie.http.Session;

/**
 * Who one is in an org.
 *
 * @param instance the org's address
 * @param tenant the org's id
 * @param user the id of the integration's user
 */
record OrgSession(Session session, String instance, String tenant, String user) {
  String token() {
    return session.token();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "OrgSession[" + tenant + "]";
  }
}
