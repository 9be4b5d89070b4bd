/** How much of each limit is used, and by whom; free of any network. */
@NullMarked
package dev.parley.internal.limit;

import org.jspecify.annotations.NullMarked;
