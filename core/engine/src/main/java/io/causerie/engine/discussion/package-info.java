/** Notes, replies, mentions, reactions and their history. */
@NullMarked
package io.causerie.engine.discussion;

import org.jspecify.annotations.NullMarked;
