/** What somebody is told: her inbox, and what of it she has read. */
@NullMarked
package io.causerie.server.api.notices;

import org.jspecify.annotations.NullMarked;
