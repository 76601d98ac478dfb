/** How people want to be told. */
@NullMarked
package io.causerie.server.api.preferences;

import org.jspecify.annotations.NullMarked;
