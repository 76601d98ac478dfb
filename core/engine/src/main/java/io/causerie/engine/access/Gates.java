package io.causerie.engine.access;

import org.jspecify.annotations.Nullable;

/**
 * Who reads a record at one time.
 *
 * @param internal the audience of its internal lane
 * @param customer that of its customer lane; absent where it has none
 * @param party the persons it names for both
 */
public record Gates(long internal, @Nullable Long customer, long party) {}
