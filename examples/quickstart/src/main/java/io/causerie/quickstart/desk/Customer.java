package io.causerie.quickstart.desk;

import java.time.Instant;

/**
 * Whom the desk sells to. The desk keeps them in its database and has no page for them.
 *
 * @param changedBy the clerk's user name
 */
record Customer(String id, String name, String town, String changedBy, Instant changedAt) {}
