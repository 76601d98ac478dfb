/**
 * The configuration folder: read, checked as a whole, every error at once. Nothing is started here.
 */
@NullMarked
package io.causerie.server.config;

import org.jspecify.annotations.NullMarked;
