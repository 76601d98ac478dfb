package io.causerie.salesforce.fake.rest;

import java.security.PublicKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An app that may sign in.
 *
 * @param key what its assertions are signed with, if it sends any
 * @param runAs the user of its client credentials, if it has one
 * @param approved users who are pre-authorised, by their ids
 * @param redirects where codes may be sent
 */
public record ConnectedApp(
    String id,
    String secret,
    @Nullable PublicKey key,
    @Nullable String runAs,
    Set<String> approved,
    Set<String> redirects) {}
