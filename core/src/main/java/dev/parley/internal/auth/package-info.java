/** What authentication needs behind its API. */
@NullMarked
package dev.parley.internal.auth;

import org.jspecify.annotations.NullMarked;
