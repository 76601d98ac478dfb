/** OData without a service. */
@NullMarked
package io.causerie.http.odata;

import org.jspecify.annotations.NullMarked;
