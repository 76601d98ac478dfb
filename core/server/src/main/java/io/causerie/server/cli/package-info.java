/** The command line. */
@NullMarked
package io.causerie.server.cli;

import org.jspecify.annotations.NullMarked;
