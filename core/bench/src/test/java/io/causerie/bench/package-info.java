/** What a figure rests on: counting, percentiles, and that a failure ends a run. */
@NullMarked
package io.causerie.bench;

import org.jspecify.annotations.NullMarked;
