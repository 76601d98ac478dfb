/** The journal: what changed, numbered in the order in which it became visible. */
@NullMarked
package io.causerie.engine.journal;

import org.jspecify.annotations.NullMarked;
