/**
 * Causerie between a Salesforce and an S/4HANA, both stand-ins, and a story that happens in the
 * two.
 */
@NullMarked
package io.causerie.story;

import org.jspecify.annotations.NullMarked;
