/** Work that event loops hand over. */
@NullMarked
package dev.parley.internal.work;

import org.jspecify.annotations.NullMarked;
