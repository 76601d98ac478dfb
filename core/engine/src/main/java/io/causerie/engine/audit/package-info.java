/** Who operated what, when. Nothing of what people wrote comes in. */
@NullMarked
package io.causerie.engine.audit;

import org.jspecify.annotations.NullMarked;
