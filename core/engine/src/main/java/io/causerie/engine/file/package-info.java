/**
 * Files that people add to posts and comments: their contents in a {@link Depot}, their rows here.
 * Who may have one is asked of the post or comment it is of, at the door. No HTTP, and nothing that
 * shows a file in a page.
 */
@NullMarked
package io.causerie.engine.file;

import org.jspecify.annotations.NullMarked;
