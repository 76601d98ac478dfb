/** Posts and comments. */
@NullMarked
package io.causerie.salesforce.fake.chatter;

import org.jspecify.annotations.NullMarked;
