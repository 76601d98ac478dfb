/** The accounts of their own that people have connected. */
@NullMarked
package io.causerie.server.api.accounts;

import org.jspecify.annotations.NullMarked;
