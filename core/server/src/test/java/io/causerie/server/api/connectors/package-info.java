/** What operators see of connectors. */
@NullMarked
package io.causerie.server.api.connectors;

import org.jspecify.annotations.NullMarked;
