/** The quickstart, walked as its users would. */
@NullMarked
package io.causerie.quickstart;

import org.jspecify.annotations.NullMarked;
