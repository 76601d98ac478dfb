@NullMarked
package io.causerie.sql;

import org.jspecify.annotations.NullMarked;
