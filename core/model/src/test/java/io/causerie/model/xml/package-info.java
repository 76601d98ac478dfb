@NullMarked
package io.causerie.model.xml;

import org.jspecify.annotations.NullMarked;
