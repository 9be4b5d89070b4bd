/** Abuse of a running server, measured beside well-behaved clients, and a soak. */
@NullMarked
package dev.parley.robustness;

import org.jspecify.annotations.NullMarked;
