/** What a module implements to extend Parley; found by {@link java.util.ServiceLoader}. */
@NullMarked
package dev.parley.spi;

import org.jspecify.annotations.NullMarked;
