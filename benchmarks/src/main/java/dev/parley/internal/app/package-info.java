/** What must lie beside the engine of the server, to be measured without a network. */
@NullMarked
package dev.parley.internal.app;

import org.jspecify.annotations.NullMarked;
