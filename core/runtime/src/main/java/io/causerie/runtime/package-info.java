/** Runs connectors on Camel and hands their events to the engine. No HTTP server comes in. */
@NullMarked
package io.causerie.runtime;

import org.jspecify.annotations.NullMarked;
