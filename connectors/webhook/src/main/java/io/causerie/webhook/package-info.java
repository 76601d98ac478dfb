/** Takes in whatever a system posts, as configuration says. */
@org.jspecify.annotations.NullMarked
package io.causerie.webhook;
