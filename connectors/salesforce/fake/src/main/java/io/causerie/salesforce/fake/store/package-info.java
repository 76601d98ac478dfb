/** What an org holds: objects, records, transactions. */
@NullMarked
package io.causerie.salesforce.fake.store;

import org.jspecify.annotations.NullMarked;
