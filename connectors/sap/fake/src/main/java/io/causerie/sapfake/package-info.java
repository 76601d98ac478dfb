/**
 * A stand-in for SAP S/4HANA, written after the published shapes of its services: OData V2 with
 * CSRF token, ETags and batches, business events that carry a key, and its faults on demand. For
 * tests, and for trying it out; nothing that is shipped knows it.
 */
@NullMarked
package io.causerie.sapfake;

import org.jspecify.annotations.NullMarked;
