/** The kind odata, against real services and broken ones. */
@NullMarked
package io.causerie.odata;

import org.jspecify.annotations.NullMarked;
