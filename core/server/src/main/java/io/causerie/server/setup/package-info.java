/**
 * A system that is not connected yet: what is asked about it, and the files that come of the
 * answers. Files are written in {@code config} alone.
 */
@NullMarked
package io.causerie.server.setup;

import org.jspecify.annotations.NullMarked;
