/**
 * What must follow a commit: deliveries to the world outside, through channels, and jobs on our own
 * database. No channel of a certain kind comes in here.
 */
@NullMarked
package io.causerie.engine.delivery;

import org.jspecify.annotations.NullMarked;
