/** Asks sources what the server would ask them, and shows what would come of it. Stores nothing. */
@NullMarked
package io.causerie.server.connect;

import org.jspecify.annotations.NullMarked;
