/** The way of a publication to the members of a room, on this node or on others. */
@NullMarked
package dev.parley.broker;

import org.jspecify.annotations.NullMarked;
