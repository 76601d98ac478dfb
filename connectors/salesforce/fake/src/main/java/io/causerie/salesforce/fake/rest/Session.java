package io.causerie.salesforce.fake.rest;

import java.time.Instant;

/**
 * Who a token is.
 *
 * @param user an id
 * @param client the app that signed in
 */
public record Session(String user, String client, Instant used) {}
