/**
 * The mapping language: turns one business event into an observation. Pure: no I/O, no clock, no
 * state.
 */
@NullMarked
package io.causerie.model.mapping;

import org.jspecify.annotations.NullMarked;
