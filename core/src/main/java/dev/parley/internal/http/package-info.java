/** HTTP requests and responses, free of any network. */
@NullMarked
package dev.parley.internal.http;

import org.jspecify.annotations.NullMarked;
