/** What the parts of Parley cost, and what is allocated for a message. */
@NullMarked
package dev.parley.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
