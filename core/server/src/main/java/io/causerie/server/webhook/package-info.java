/**
 * Posts to endpoints outside what concerns their persons, signed as Standard Webhooks has it. What
 * is said there is written elsewhere.
 */
@NullMarked
package io.causerie.server.webhook;

import org.jspecify.annotations.NullMarked;
