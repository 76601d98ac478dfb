/** A Salesforce that tests start: true to the published contract, and as nasty. */
@NullMarked
package io.causerie.salesforce.fake;

import org.jspecify.annotations.NullMarked;
