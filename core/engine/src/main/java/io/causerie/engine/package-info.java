/** The way into the activity-stream engine. Neither Camel nor an HTTP server comes in. */
@NullMarked
package io.causerie.engine;

import org.jspecify.annotations.NullMarked;
