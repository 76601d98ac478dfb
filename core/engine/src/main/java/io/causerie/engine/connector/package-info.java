/**
 * What all nodes know of a connector: who runs it, how far its source has been read, what happened
 * last. Nothing here speaks to a source.
 */
@NullMarked
package io.causerie.engine.connector;

import org.jspecify.annotations.NullMarked;
