/**
 * Jdbi, the dialects of H2 and PostgreSQL, the schema; used by the features, known to nobody
 * outside the engine.
 */
@NullMarked
package io.causerie.engine.store;

import org.jspecify.annotations.NullMarked;
