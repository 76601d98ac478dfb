package io.causerie.engine.access;

import io.causerie.model.Lane;

/**
 * Whom a post lets in: it keeps the gate it was made with, and so does its discussion.
 *
 * @param lane the side of the record it belongs to
 * @param audience the rule
 * @param party the persons the record named then, for whoever the rule lets in by name; {@link
 *     Parties#NOBODY} where it named none
 */
public record Gate(Lane lane, long audience, long party) {}
