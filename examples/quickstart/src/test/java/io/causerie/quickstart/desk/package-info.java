/** The desk alone. */
@NullMarked
package io.causerie.quickstart.desk;

import org.jspecify.annotations.NullMarked;
