/** What clients may ask of a server, over real sockets. */
@NullMarked
package dev.parley.limits;

import org.jspecify.annotations.NullMarked;
