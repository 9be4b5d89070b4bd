/** Rooms, their members, and the way of a publication to them. */
@NullMarked
package dev.parley.internal.room;

import org.jspecify.annotations.NullMarked;
