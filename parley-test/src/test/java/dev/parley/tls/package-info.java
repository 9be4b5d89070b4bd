/** TLS over real sockets, with certificates made for each test. */
@NullMarked
package dev.parley.tls;

import org.jspecify.annotations.NullMarked;
