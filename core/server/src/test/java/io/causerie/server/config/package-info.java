/** Configuration folders, good and bad. */
@NullMarked
package io.causerie.server.config;

import org.jspecify.annotations.NullMarked;
