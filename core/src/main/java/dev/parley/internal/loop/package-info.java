/** Event loops that carry the virtual threads of their connections' handlers. */
@NullMarked
package dev.parley.internal.loop;

import org.jspecify.annotations.NullMarked;
