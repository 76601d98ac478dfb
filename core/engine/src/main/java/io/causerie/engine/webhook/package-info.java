/**
 * Endpoints outside, to which is posted what concerns a person, or happens in a system. What is
 * posted and how it is signed stays with whoever posts it.
 */
@NullMarked
package io.causerie.engine.webhook;

import org.jspecify.annotations.NullMarked;
