/**
 * How a kind of connector speaks HTTP with a system: who one is, limits, faults. What a protocol on
 * top of it says (OData, a vendor's API) stays with its kind.
 */
@NullMarked
package io.causerie.http;

import org.jspecify.annotations.NullMarked;
