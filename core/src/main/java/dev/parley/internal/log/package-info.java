/** The log of event loops. */
@NullMarked
package dev.parley.internal.log;

import org.jspecify.annotations.NullMarked;
