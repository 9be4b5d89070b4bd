/** One connection: its state, its threads, its queues. */
@NullMarked
package dev.parley.internal.connection;

import org.jspecify.annotations.NullMarked;
