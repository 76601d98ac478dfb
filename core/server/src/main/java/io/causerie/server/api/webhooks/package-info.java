/** Endpoints outside, of people and of systems. */
@NullMarked
package io.causerie.server.api.webhooks;

import org.jspecify.annotations.NullMarked;
