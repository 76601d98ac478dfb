/** Who may read what: every read passes here. */
@NullMarked
package io.causerie.engine.access;

import org.jspecify.annotations.NullMarked;
