/**
 * A kind as somebody outside writes one: reads feeds in RSS and Atom. Sees spi, model and http of
 * Causerie, and no library: it is a plug-in of one jar.
 */
@NullMarked
package com.example.rss;

import org.jspecify.annotations.NullMarked;
