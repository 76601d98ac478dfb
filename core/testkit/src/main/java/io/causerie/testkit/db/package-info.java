/** Real databases for tests: a fresh, empty one for each test that asks. Nothing of the engine. */
@NullMarked
package io.causerie.testkit.db;

import org.jspecify.annotations.NullMarked;
