/**
 * What a reader sees of activities: a record's feed, one activity, its steps, and people's own
 * posts.
 */
@NullMarked
package io.causerie.engine.feed;

import org.jspecify.annotations.NullMarked;
