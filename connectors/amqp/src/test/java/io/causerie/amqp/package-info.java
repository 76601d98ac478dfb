@NullMarked
package io.causerie.amqp;

import org.jspecify.annotations.NullMarked;
