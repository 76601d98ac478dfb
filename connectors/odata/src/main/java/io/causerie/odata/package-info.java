/**
 * The kind odata: reads what changes in an OData V2 or V4 service, as JSON over HTTP. Neither the
 * engine nor another connector comes in.
 */
@NullMarked
package io.causerie.odata;

import org.jspecify.annotations.NullMarked;
