@org.jspecify.annotations.NullMarked
package io.causerie.idoc;
