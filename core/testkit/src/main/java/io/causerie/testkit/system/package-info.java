/** Software of the system that tests need: packages, servers, commands. Nothing of ours. */
@NullMarked
package io.causerie.testkit.system;

import org.jspecify.annotations.NullMarked;
