/** What goes outside. */
@NullMarked
package io.causerie.server.api.deliveries;

import org.jspecify.annotations.NullMarked;
