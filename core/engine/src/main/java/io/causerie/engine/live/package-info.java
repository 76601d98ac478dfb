/** The live log: what changed, numbered in the order in which it became visible. */
@NullMarked
package io.causerie.engine.live;

import org.jspecify.annotations.NullMarked;
