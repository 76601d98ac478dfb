/** Who is asking, whom she can mention, and the users of source systems that persons are. */
@NullMarked
package io.causerie.server.api.people;

import org.jspecify.annotations.NullMarked;
