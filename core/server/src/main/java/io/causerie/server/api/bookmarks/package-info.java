/** Posts that people marked for themselves. */
@NullMarked
package io.causerie.server.api.bookmarks;

import org.jspecify.annotations.NullMarked;
