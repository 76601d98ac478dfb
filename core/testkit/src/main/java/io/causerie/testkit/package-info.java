/** Databases, browser, clock and builders for tests. Of our own modules only the model comes in. */
@NullMarked
package io.causerie.testkit;

import org.jspecify.annotations.NullMarked;
