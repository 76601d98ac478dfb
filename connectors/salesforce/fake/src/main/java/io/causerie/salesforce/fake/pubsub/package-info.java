/** Change events and the API that delivers them. */
@NullMarked
package io.causerie.salesforce.fake.pubsub;

import org.jspecify.annotations.NullMarked;
