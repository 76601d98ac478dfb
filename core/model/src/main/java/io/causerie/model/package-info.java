/**
 * The vocabulary of Causerie: records, activities, changes, actors, audiences and observations. No
 * Camel, no I/O and no clock come in.
 */
@NullMarked
package io.causerie.model;

import org.jspecify.annotations.NullMarked;
