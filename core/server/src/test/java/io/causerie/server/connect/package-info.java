@org.jspecify.annotations.NullMarked
package io.causerie.server.connect;
