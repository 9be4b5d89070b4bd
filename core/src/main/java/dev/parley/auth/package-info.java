/** Who is on the other side: where credentials come from and who checks them. */
@NullMarked
package dev.parley.auth;

import org.jspecify.annotations.NullMarked;
