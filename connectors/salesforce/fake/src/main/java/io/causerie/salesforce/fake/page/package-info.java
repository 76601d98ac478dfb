/** A page for a person. */
@NullMarked
package io.causerie.salesforce.fake.page;

import org.jspecify.annotations.NullMarked;
