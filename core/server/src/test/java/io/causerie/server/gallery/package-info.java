@NullMarked
package io.causerie.server.gallery;

import org.jspecify.annotations.NullMarked;
