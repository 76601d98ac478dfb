/** Load generators and measurements. No test and no production module depends on it. */
@NullMarked
package io.causerie.bench;

import org.jspecify.annotations.NullMarked;
