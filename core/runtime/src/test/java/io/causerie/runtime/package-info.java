/** Routes on the real engine. */
@NullMarked
package io.causerie.runtime;

import org.jspecify.annotations.NullMarked;
