/** The story, looked at in a browser. */
@NullMarked
package io.causerie.story;

import org.jspecify.annotations.NullMarked;
