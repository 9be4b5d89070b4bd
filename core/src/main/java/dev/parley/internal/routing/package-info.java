/** From a path to the route that serves it. */
@NullMarked
package dev.parley.internal.routing;

import org.jspecify.annotations.NullMarked;
