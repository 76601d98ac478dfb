/** The command line, as it is typed. */
@NullMarked
package io.causerie.server.cli;

import org.jspecify.annotations.NullMarked;
