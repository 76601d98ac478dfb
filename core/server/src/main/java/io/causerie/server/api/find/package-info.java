/** What people find by what they type of it. */
@NullMarked
package io.causerie.server.api.find;

import org.jspecify.annotations.NullMarked;
