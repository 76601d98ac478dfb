/** What one is shown of a person: who she is, and what she said that one may read. */
@NullMarked
package io.causerie.engine.profile;

import org.jspecify.annotations.NullMarked;
