/** What events are read by: shown, proposed, tried. */
@NullMarked
package io.causerie.server.api.mappings;

import org.jspecify.annotations.NullMarked;
