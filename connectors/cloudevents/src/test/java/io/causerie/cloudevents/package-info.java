/** What comes in by HTTP, in all its forms. */
@NullMarked
package io.causerie.cloudevents;

import org.jspecify.annotations.NullMarked;
