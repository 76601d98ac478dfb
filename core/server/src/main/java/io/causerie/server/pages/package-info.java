/** HTML pages and static files with their Content-Security-Policy. */
@NullMarked
package io.causerie.server.pages;

import org.jspecify.annotations.NullMarked;
