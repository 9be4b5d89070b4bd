/** What SECURITY.md promises, over real sockets. */
@NullMarked
package dev.parley.security;

import org.jspecify.annotations.NullMarked;
