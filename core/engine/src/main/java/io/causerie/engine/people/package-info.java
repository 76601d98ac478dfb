/** Persons, groups, identities in source systems, and source actors that nobody has matched yet. */
@NullMarked
package io.causerie.engine.people;

import org.jspecify.annotations.NullMarked;
