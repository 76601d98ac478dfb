/**
 * The kind amqp: takes CloudEvents from queues of AMQP 1.0, such as those of SAP Event Mesh.
 * Neither the engine nor another connector comes in.
 */
@NullMarked
package io.causerie.amqp;

import org.jspecify.annotations.NullMarked;
