/**
 * Reads configuration files so that every error is found at once, each with its file, line, column
 * and key. It knows nothing of what the keys mean.
 */
@NullMarked
package io.causerie.model.yaml;

import org.jspecify.annotations.NullMarked;
