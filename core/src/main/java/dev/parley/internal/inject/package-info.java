/** Dependencies: providers, scopes, instances. */
@NullMarked
package dev.parley.internal.inject;

import org.jspecify.annotations.NullMarked;
