@NullMarked
package io.causerie.salesforce;

import org.jspecify.annotations.NullMarked;
