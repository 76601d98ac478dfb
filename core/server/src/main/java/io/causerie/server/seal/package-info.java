/** Secrets of people, which stand in the database enciphered. The keys are the configuration's. */
@NullMarked
package io.causerie.server.seal;

import org.jspecify.annotations.NullMarked;
