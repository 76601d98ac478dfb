/**
 * Live updates as Server-Sent Events: one thread follows the journal for all streams, others write;
 * no stream has a thread, and none waits for another.
 */
@NullMarked
package io.causerie.server.live;

import org.jspecify.annotations.NullMarked;
