/** Systems to copy, which come with the application: data only. */
@NullMarked
package io.causerie.server.gallery;

import org.jspecify.annotations.NullMarked;
