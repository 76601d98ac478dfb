/** The contract, and what is the kind's own. */
@NullMarked
package io.causerie.camel;

import org.jspecify.annotations.NullMarked;
