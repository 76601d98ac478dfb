/**
 * The mapping language: a YAML file with jq expressions becomes an {@link
 * io.causerie.model.EventMapper}. Pure: no I/O, no clock, and no way for an expression to run
 * without bound.
 */
@NullMarked
package io.causerie.model.mapping;

import org.jspecify.annotations.NullMarked;
