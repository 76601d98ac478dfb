/** Live updates as Server-Sent Events. */
@NullMarked
package io.causerie.server.live;

import org.jspecify.annotations.NullMarked;
