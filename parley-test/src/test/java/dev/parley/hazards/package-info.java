/** What handlers may do to the event loop that carries them, and what the others feel of it. */
@NullMarked
package dev.parley.hazards;

import org.jspecify.annotations.NullMarked;
