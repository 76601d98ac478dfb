package io.causerie.amqp;

/**
 * A queue, and how it is read.
 *
 * @param address with whatever the broker wants before its name
 * @param prefetch how many messages the broker may send ahead
 * @param maxSize how many bytes the data of a message may have
 */
record Queue(String address, int prefetch, int maxSize) {}
