/**
 * The vocabulary of Causerie: records of a source system, what was observed of them, audiences and
 * values. Pure data; no Camel, no I/O, no clock and no database ever come in here.
 */
@NullMarked
package io.causerie.model;

import org.jspecify.annotations.NullMarked;
