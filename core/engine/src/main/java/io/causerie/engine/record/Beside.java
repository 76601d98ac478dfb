package io.causerie.engine.record;

/**
 * What stands beside a record for one reader.
 *
 * @param position of the journal
 * @param unread how many items she has not seen, counted up to a bound
 * @param begun whether talk has begun with those whom the customer lane lets in now
 */
record Beside(long position, int unread, boolean begun) {}
