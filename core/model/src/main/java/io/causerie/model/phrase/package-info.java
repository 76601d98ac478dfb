/**
 * What Causerie says of its own to an operator: English, and a code with arguments by which a page
 * says the same in another language. Nothing here knows what is said.
 */
@NullMarked
package io.causerie.model.phrase;

import org.jspecify.annotations.NullMarked;
