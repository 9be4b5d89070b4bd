/** Certificates: from files to what TLS is spoken with, and again when the files change. */
@NullMarked
package dev.parley.internal.tls;

import org.jspecify.annotations.NullMarked;
