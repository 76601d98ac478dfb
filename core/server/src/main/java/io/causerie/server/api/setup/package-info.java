/** Systems that are not connected yet. */
@NullMarked
package io.causerie.server.api.setup;

import org.jspecify.annotations.NullMarked;
