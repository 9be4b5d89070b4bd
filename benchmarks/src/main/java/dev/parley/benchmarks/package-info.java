/** Measures Parley beside its peers, in one run; see {@code docs/benchmarks/README.md}. */
@NullMarked
package dev.parley.benchmarks;

import org.jspecify.annotations.NullMarked;
