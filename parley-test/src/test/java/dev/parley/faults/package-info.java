/** What servers do where peers, handlers, memory and clocks fail, over real sockets. */
@NullMarked
package dev.parley.faults;

import org.jspecify.annotations.NullMarked;
