/** What the engine's tests share; other modules' tests use it too. */
@NullMarked
package io.causerie.engine;

import org.jspecify.annotations.NullMarked;
