/** The API's own rules. */
@NullMarked
package io.causerie.server.api;

import org.jspecify.annotations.NullMarked;
