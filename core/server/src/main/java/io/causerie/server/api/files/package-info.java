/** Files of posts and comments, as they come and go; nothing of them is ever shown as a page. */
@NullMarked
package io.causerie.server.api.files;

import org.jspecify.annotations.NullMarked;
