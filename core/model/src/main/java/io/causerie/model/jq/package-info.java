/**
 * The part of jq that a mapping may use, evaluated here: exact in its numbers, and counted, so that
 * an expression ends by its own counting whatever it is and whatever it is given.
 */
@NullMarked
package io.causerie.model.jq;

import org.jspecify.annotations.NullMarked;
