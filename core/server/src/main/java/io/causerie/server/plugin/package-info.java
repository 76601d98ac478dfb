/**
 * What an operator adds to the application: kinds, drivers, Camel components in the folder {@code
 * plugins/} beside its jar. The configuration has no say here: it must not load code.
 */
@NullMarked
package io.causerie.server.plugin;

import org.jspecify.annotations.NullMarked;
