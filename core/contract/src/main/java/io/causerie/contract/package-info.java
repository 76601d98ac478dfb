/** The contract test that every kind of connector runs. No connector is known here by name. */
@NullMarked
package io.causerie.contract;

import org.jspecify.annotations.NullMarked;
