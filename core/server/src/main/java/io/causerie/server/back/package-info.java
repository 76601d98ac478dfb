/** Brings what people write into the systems of its records, where they chose that. */
@NullMarked
package io.causerie.server.back;

import org.jspecify.annotations.NullMarked;
