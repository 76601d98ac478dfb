/** A real browser for tests: found on the system, or installed where that can be done. */
@NullMarked
package io.causerie.testkit.browser;

import org.jspecify.annotations.NullMarked;
