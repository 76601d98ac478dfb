/** Signing in, and the REST API. */
@NullMarked
package io.causerie.salesforce.fake.rest;

import org.jspecify.annotations.NullMarked;
