/** The part of SOQL that readers of changes ask. */
@NullMarked
package io.causerie.salesforce.fake.soql;

import org.jspecify.annotations.NullMarked;
