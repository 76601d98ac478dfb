/**
 * Where the web components and their modules are found on the class path. No server and no engine
 * come in.
 */
@NullMarked
package io.causerie.ui;

import org.jspecify.annotations.NullMarked;
