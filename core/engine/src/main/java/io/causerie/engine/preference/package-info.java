/**
 * When and by which channel a person wants to be told, and when she is away. What she is told of,
 * and why, is decided elsewhere.
 */
@NullMarked
package io.causerie.engine.preference;

import org.jspecify.annotations.NullMarked;
