/** Inputs that nobody thought of, against what reads the bytes of strangers. */
@NullMarked
package dev.parley.fuzz;

import org.jspecify.annotations.NullMarked;
