/** Sessions of browsers and frames. */
@NullMarked
package io.causerie.server.api.signin;

import org.jspecify.annotations.NullMarked;
