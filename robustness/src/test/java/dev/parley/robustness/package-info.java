@NullMarked
package dev.parley.robustness;

import org.jspecify.annotations.NullMarked;
