@NullMarked
package io.causerie.contract.board;

import org.jspecify.annotations.NullMarked;
