/** Very many connections in the memory of one process, without sockets. */
@NullMarked
package dev.parley.benchmarks.million;

import org.jspecify.annotations.NullMarked;
