/**
 * What persons follow and mute, and which of it decides. No posts and no home: those ask here whom
 * something concerns.
 */
@NullMarked
package io.causerie.engine.follow;

import org.jspecify.annotations.NullMarked;
