/**
 * What open pages see of the journal as it grows: lines with what they changed, for many readers at
 * the cost of one. Whoever holds the pages' connections asks here; nothing in here knows of them.
 */
@NullMarked
package io.causerie.engine.live;

import org.jspecify.annotations.NullMarked;
