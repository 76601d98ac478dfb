/** Records, what happened to them, and what people say about it. */
@NullMarked
package io.causerie.server.api.talk;

import org.jspecify.annotations.NullMarked;
