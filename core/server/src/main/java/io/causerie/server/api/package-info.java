/**
 * What the features of the HTTP API have in common: requests checked, views rendered for their
 * reader, problems of RFC 9457. Each feature is a package below, with its routes and its part of
 * openapi.yaml. No SQL.
 */
@NullMarked
package io.causerie.server.api;

import org.jspecify.annotations.NullMarked;
