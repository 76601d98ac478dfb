/** What a kind of connector implements. Neither the engine nor the runtime comes in. */
@NullMarked
package io.causerie.spi;

import org.jspecify.annotations.NullMarked;
