/**
 * The HTTP API as openapi.yaml describes it: requests checked, views rendered for their reader,
 * problems of RFC 9457. No SQL.
 */
@NullMarked
package io.causerie.server.api;

import org.jspecify.annotations.NullMarked;
