/**
 * Activities as rows: their stores, the folding of changes and the splitting of folds. What a
 * reader sees of them is the business of {@code feed}.
 */
@NullMarked
package io.causerie.engine.activity;

import org.jspecify.annotations.NullMarked;
