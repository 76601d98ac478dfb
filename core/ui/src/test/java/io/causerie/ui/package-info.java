/** What can be told of the scripts and styles without a browser. */
@NullMarked
package io.causerie.ui;

import org.jspecify.annotations.NullMarked;
