/**
 * Who is told of what, once and by the strongest reason: a queue of decisions for each person and
 * record, her inbox, and the port by which other channels are told of what was decided. What stands
 * in a home is no matter of it.
 */
@NullMarked
package io.causerie.engine.notice;

import org.jspecify.annotations.NullMarked;
