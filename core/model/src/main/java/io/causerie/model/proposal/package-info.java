/** A first mapping, made from events that came. */
@org.jspecify.annotations.NullMarked
package io.causerie.model.proposal;
