/**
 * Where files are kept on this server, and who looks for viruses; what becomes of files is the
 * engine's.
 */
@NullMarked
package io.causerie.server.files;

import org.jspecify.annotations.NullMarked;
