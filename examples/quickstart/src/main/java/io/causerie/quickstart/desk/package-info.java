/**
 * A small order desk, as a company might have run it for years. It knows of Causerie only a tag in
 * its pages, how to sign a token, and an address to send events to. Nothing of Causerie's code
 * comes in.
 */
@NullMarked
package io.causerie.quickstart.desk;

import org.jspecify.annotations.NullMarked;
