/**
 * The kind cloudevents: takes in CloudEvents 1.0 over HTTP. Neither the engine nor another
 * connector comes in.
 */
@NullMarked
package io.causerie.cloudevents;

import org.jspecify.annotations.NullMarked;
