/** Speaking HTTP, with real servers on this machine. */
@NullMarked
package io.causerie.http;

import org.jspecify.annotations.NullMarked;
