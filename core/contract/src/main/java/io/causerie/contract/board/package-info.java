/**
 * A system that is nobody's: records with comments, spoken to by HTTP, which fails in each way in
 * which a target of write-back does. For tests of what is written back, in a process or in several.
 */
@NullMarked
package io.causerie.contract.board;

import org.jspecify.annotations.NullMarked;
