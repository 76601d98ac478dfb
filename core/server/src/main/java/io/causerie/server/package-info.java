/** The runnable server and its command line. No connector is known here by name. */
@NullMarked
package io.causerie.server;

import org.jspecify.annotations.NullMarked;
