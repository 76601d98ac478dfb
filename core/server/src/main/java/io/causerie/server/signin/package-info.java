/**
 * Who is calling: API tokens, browser sessions, and the signed tokens of hosts that embed. What a
 * caller may read is the engine's business.
 */
@NullMarked
package io.causerie.server.signin;

import org.jspecify.annotations.NullMarked;
