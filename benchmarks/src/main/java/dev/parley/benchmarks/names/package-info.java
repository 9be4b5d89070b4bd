/** Names for the neighbour that looks them up: part of the server that is measured. */
@NullMarked
package dev.parley.benchmarks.names;

import org.jspecify.annotations.NullMarked;
