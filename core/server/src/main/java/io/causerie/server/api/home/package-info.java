/** A person's home, what she follows and mutes, and how much of it is new to her. */
@NullMarked
package io.causerie.server.api.home;

import org.jspecify.annotations.NullMarked;
