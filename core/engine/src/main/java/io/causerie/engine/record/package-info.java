/** Records, their aliases, tracked state, and read marks. No posts and no events. */
@NullMarked
package io.causerie.engine.record;

import org.jspecify.annotations.NullMarked;
