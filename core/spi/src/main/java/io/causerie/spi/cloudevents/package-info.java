/** CloudEvents 1.0.2, for kinds that take them in, by whatever way they come. */
@NullMarked
package io.causerie.spi.cloudevents;

import org.jspecify.annotations.NullMarked;
