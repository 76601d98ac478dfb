/**
 * A small order desk with the talk in its margin. It knows of Causerie only the embed tag, the
 * signing of its token and a webhook address.
 */
@NullMarked
package io.causerie.quickstart;

import org.jspecify.annotations.NullMarked;
