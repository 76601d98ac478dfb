/** The running server, spoken to by HTTP. */
@NullMarked
package io.causerie.server;

import org.jspecify.annotations.NullMarked;
