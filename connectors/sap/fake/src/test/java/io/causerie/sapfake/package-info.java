/** The stand-in, as clients see it that nobody here wrote, and by itself. */
@NullMarked
package io.causerie.sapfake;

import org.jspecify.annotations.NullMarked;
