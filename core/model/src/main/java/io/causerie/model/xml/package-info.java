/** Reads XML that others wrote, in one place. */
@NullMarked
package io.causerie.model.xml;

import org.jspecify.annotations.NullMarked;
