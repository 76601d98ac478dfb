/**
 * A person's home: what happens to what she follows, and why she is told. It is written for her
 * after the commit, or looked for by her where many follow the same; her rights are looked at when
 * she reads it.
 */
@NullMarked
package io.causerie.engine.home;

import org.jspecify.annotations.NullMarked;
