/** The one reader of times that others wrote. Nothing else parses a date or a time of a source. */
@NullMarked
package io.causerie.model.time;

import org.jspecify.annotations.NullMarked;
