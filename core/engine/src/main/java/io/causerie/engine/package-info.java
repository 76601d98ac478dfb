/**
 * The activity-stream engine, a plain Java library: {@link io.causerie.engine.CauserieBuilder}
 * makes one from a data source, {@link io.causerie.engine.Causerie} is the way in. No Camel, no
 * HTTP and no JSON of the API ever come in here.
 */
@NullMarked
package io.causerie.engine;

import org.jspecify.annotations.NullMarked;
