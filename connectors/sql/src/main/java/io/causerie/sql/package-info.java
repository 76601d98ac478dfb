/**
 * The kind sql: reads the rows of a query, or an outbox table, of any JDBC source. Neither the
 * engine nor another connector comes in.
 */
@NullMarked
package io.causerie.sql;

import org.jspecify.annotations.NullMarked;
