/**
 * The vocabulary as JSON text, to be stored and read back, and the reader of what others wrote. Not
 * the JSON of the HTTP API.
 */
@NullMarked
package io.causerie.model.json;

import org.jspecify.annotations.NullMarked;
