/**
 * How a kind of connector speaks OData V2 and V4 with a system: what is asked, how answers are
 * understood, cursors, batches. Which sets are read, and what they mean, stays with the kind.
 */
@NullMarked
package io.causerie.http.odata;

import org.jspecify.annotations.NullMarked;
