/**
 * The contract test that every kind of connector runs, written once. Nothing of one kind comes in.
 */
@NullMarked
package io.causerie.contract;

import org.jspecify.annotations.NullMarked;
