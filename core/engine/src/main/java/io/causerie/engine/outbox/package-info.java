/** What must happen after a commit, as rows that a worker claims; idempotent and retried. */
@NullMarked
package io.causerie.engine.outbox;

import org.jspecify.annotations.NullMarked;
