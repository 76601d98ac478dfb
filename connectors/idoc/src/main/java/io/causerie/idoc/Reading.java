package io.causerie.idoc;

import java.time.ZoneId;

/**
 * How a connector reads IDocs.
 *
 * @param source CloudEvents {@code source} of its events
 * @param zone of the times of control records
 * @param byDigest whether one without a number is known by a digest of the bytes it came in
 * @param most how many characters an IDoc may have
 */
record Reading(String source, ZoneId zone, boolean byDigest, int most) {}
