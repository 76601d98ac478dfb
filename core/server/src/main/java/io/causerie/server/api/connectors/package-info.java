/** What runs, how it is, what operators do to it, and what they did. */
@NullMarked
package io.causerie.server.api.connectors;

import org.jspecify.annotations.NullMarked;
