/** Finding records, systems, types and persons by what people type of them; never what is said. */
@NullMarked
package io.causerie.engine.find;

import org.jspecify.annotations.NullMarked;
