/** From what a program registers to a running server. */
@NullMarked
package dev.parley.internal.app;

import org.jspecify.annotations.NullMarked;
