/** Threads of the engine that go on by themselves, and where a test can cut them off. */
@NullMarked
package io.causerie.engine.worker;

import org.jspecify.annotations.NullMarked;
