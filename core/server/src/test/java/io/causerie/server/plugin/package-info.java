/** Tests of plug-ins. */
@NullMarked
package io.causerie.server.plugin;

import org.jspecify.annotations.NullMarked;
