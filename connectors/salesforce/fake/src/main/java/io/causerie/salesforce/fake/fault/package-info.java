/** What goes wrong, as a test wants it. */
@NullMarked
package io.causerie.salesforce.fake.fault;

import org.jspecify.annotations.NullMarked;
