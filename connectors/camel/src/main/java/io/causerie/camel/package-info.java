/**
 * Connectors whose events a Camel route of the integrator brings. Camel itself must not come in:
 * the runtime reads the routes.
 */
@NullMarked
package io.causerie.camel;

import org.jspecify.annotations.NullMarked;
