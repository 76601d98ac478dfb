@NullMarked
package io.causerie.contract;

import org.jspecify.annotations.NullMarked;
