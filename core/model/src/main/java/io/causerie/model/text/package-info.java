/**
 * Writes values and sentences for one reader: her language and zone. Plain text in parts; escaping
 * and markup are the business of whoever shows it.
 */
@NullMarked
package io.causerie.model.text;

import org.jspecify.annotations.NullMarked;
