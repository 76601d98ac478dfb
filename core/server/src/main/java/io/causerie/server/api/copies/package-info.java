/** How comments and posts stand in the systems of their records. */
@NullMarked
package io.causerie.server.api.copies;

import org.jspecify.annotations.NullMarked;
