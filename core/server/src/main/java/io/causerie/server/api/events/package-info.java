/** What sources push, and what became of it. */
@NullMarked
package io.causerie.server.api.events;

import org.jspecify.annotations.NullMarked;
